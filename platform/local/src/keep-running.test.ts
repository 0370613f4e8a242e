import { expect, test } from 'vitest'
import { keepRunning, type Running } from './keep-running.ts'

/** Something that runs until told to end. */
function aProcess(pid: number): Running & { die(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    pid,
    exited: promise,
    die: () => resolve(),
    stop: async () => resolve(),
  }
}

function aFactory({ failing = 0 } = {}) {
  const started: ReturnType<typeof aProcess>[] = []
  const waiting: (() => void)[] = []
  let failures = failing
  return {
    started,
    async start() {
      if (started.length > 0 && failures > 0) {
        failures -= 1
        throw new Error('no room')
      }
      started.push(aProcess(100 + started.length))
      for (const wake of waiting.splice(0)) wake()
      return started.at(-1)!
    },
    async until(count: number) {
      while (started.length < count) await new Promise<void>((wake) => waiting.push(wake))
    },
  }
}

test('what ends by itself is started again, and says so', async () => {
  const factory = aFactory()
  const lines: string[] = []
  const kept = await keepRunning('cases', factory.start, (line) => lines.push(line))
  factory.started[0]!.die()
  await factory.until(2)
  expect(lines).toEqual(['cases has ended; it is started again'])
  await expect.poll(() => [kept.pid(), kept.restarts()]).toEqual([101, 1])
  await kept.stop()
})

test('a start that fails is tried again', async () => {
  const factory = aFactory({ failing: 2 })
  const lines: string[] = []
  const kept = await keepRunning('cases', factory.start, (line) => lines.push(line))
  factory.started[0]!.die()
  await factory.until(2)
  expect(lines.filter((line) => line === 'cases does not start: no room')).toHaveLength(2)
  await kept.stop()
})

test('what is stopped stays stopped, also in the pause before a restart', async () => {
  const factory = aFactory()
  const kept = await keepRunning('cases', factory.start, () => {})
  factory.started[0]!.die()
  await kept.stop()
  expect(factory.started).toHaveLength(1)
})

test('a restart that was asked for is not reported as an end', async () => {
  const factory = aFactory()
  const lines: string[] = []
  const kept = await keepRunning('cases', factory.start, (line) => lines.push(line))
  await kept.restart()
  await factory.until(2)
  expect(lines).toEqual([])
  await kept.stop()
})
