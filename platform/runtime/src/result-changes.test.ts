import { expect, test } from 'vitest'
import { waitUntil } from '@cma/testing'
import { createLogger } from './logger.ts'
import { createMemoryResults } from './memory-results.ts'
import { createResultChanges } from './result-changes.ts'
import { subgraphTag } from './result-tags.ts'
import { changing } from './results.ts'

const logger = createLogger({ name: 'test', level: 'silent' })

/** Results that can be taken away, and changes over them that hold their answer for 120 ms. */
function aStore() {
  const memory = createMemoryResults()
  const calls: string[] = []
  let away = false
  const unlessAway = <Args extends unknown[], T>(name: string, run: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      calls.push(away ? `${name}!` : name)
      if (away) throw new Error('away')
      return run(...args)
    }
  }
  const results = {
    ...memory,
    announce: unlessAway('announce', memory.announce),
    settle: unlessAway('settle', memory.settle),
    renew: unlessAway('renew', memory.renew),
  }
  const changes = createResultChanges({ results, subgraph: 'cases', logger, holdMs: 120, retryMs: 10 })
  const versionOf = async (tag: string) => (await memory.read({ tags: [tag], keys: [] })).versions[0]
  return { changes, calls, versionOf, begin: memory.begin, setAway: (value: boolean) => void (away = value) }
}

test('a change is announced before the commit and settled after it', async () => {
  const { changes, versionOf, begin } = aStore()
  const [before] = await begin(['a'])
  const settle = await changes.announce(['a', 'a'])
  expect(await versionOf('a')).toBe(changing)
  await settle()
  expect([before, changing, undefined]).not.toContain(await versionOf('a'))
})

test('around background work too, and a failure leaves it in doubt', async () => {
  const { changes, versionOf } = aStore()
  expect(await changes.around(['a'], async () => versionOf('a'))).toBe(changing)
  expect(await versionOf('a')).not.toBe(changing)
  await expect(changes.around(['a'], () => Promise.reject(new Error('lost')))).rejects.toThrow('lost')
  expect(await versionOf('a')).toBe(changing)
})

test('nothing changed is nothing announced', async () => {
  const { changes, calls } = aStore()
  await (
    await changes.announce([])
  )()
  expect(calls).toEqual([])
})

test('a change that could not be announced makes everything void before it is answered', async () => {
  const { changes, versionOf, begin, setAway } = aStore()
  const all = subgraphTag('cases')
  const [before] = await begin([all])
  setAway(true)
  const settle = await changes.announce(['a'])
  const answered = settle()
  setAway(false)
  await answered
  expect(await versionOf(all)).not.toBe(before)
})

test('with the store away it is answered after the time in which every router notices, and voids as soon as it is back', async () => {
  const { changes, versionOf, begin, setAway } = aStore()
  const all = subgraphTag('cases')
  const [before] = await begin([all])
  setAway(true)
  const startedAt = performance.now()
  await (
    await changes.announce(['a'])
  )()
  expect(performance.now() - startedAt).toBeGreaterThan(100)
  expect(await versionOf(all)).toBe(before)
  expect(changes.owes()).toBe(true)
  setAway(false)
  await waitUntil('nothing is owed', () => !changes.owes())
  await waitUntil('everything is void', async () => (await versionOf(all)) !== before)
})

test('a change that could not be settled is answered at once, and stays in doubt until the store is back', async () => {
  const { changes, versionOf, setAway } = aStore()
  const settle = await changes.announce(['a'])
  setAway(true)
  await settle()
  expect(await versionOf('a')).toBe(changing)
  setAway(false)
  await waitUntil('it is settled', async () => (await versionOf('a')) !== changing)
})
