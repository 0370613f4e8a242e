import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileStack, waitUntil } from '@cma/testing'
import { expect, inject, test } from 'vitest'
import { check, type Sofar } from './consistency/check.ts'
import { cuttableLine } from '@cma/testing/cuttable-line'
import { ownRedis } from './consistency/own-redis.ts'

const stack = fileStack()
const redis = stack.use(await ownRedis(mkdtempSync(path.join(inject('runFolder'), 'redis-'))))
const seed = Date.now() % 1_000_000

/** Waits until answers are remembered (again), and then a little longer, so that plenty is. */
async function untilRemembering(sofar: () => Sofar): Promise<void> {
  const { hit } = sofar().outcomes
  await waitUntil('answers are remembered', () => sofar().outcomes.hit > hit + 20, { deadlineMs: 20_000 })
}

async function untilBypassed(sofar: () => Sofar): Promise<void> {
  const { operations, changes } = sofar()
  await waitUntil('reading goes on', () => sofar().operations > operations + 30, { deadlineMs: 20_000 })
  await waitUntil('changing goes on', () => sofar().changes > changes + 2, { deadlineMs: 20_000 })
}

/** Makes an outage; with a planted mistake one after the other until it shows, as whether it does in one is a matter of chance. */
async function outages(sofar: () => Sofar, mistake: boolean, outage: () => Promise<void>): Promise<void> {
  do await outage()
  while (mistake && sofar().stale.length === 0)
}

test('Redis killed with its data and started again: answers go on, and none is older than what was shown before', async () => {
  const checked = await check({
    redisUrl: redis.url,
    seconds: 60,
    seed,
    async meanwhile(sofar) {
      await untilRemembering(sofar)
      await redis.kill()
      const { outcomes } = sofar()
      await untilBypassed(sofar)
      expect(sofar().outcomes.bypassed).toBeGreaterThan(outcomes.bypassed + 10)
      await redis.startAgain()
      await untilRemembering(sofar)
    },
  })
  expect(checked.stale.slice(0, 3), `seed ${seed}`).toEqual([])
  expect(checked.longestSilenceMs).toBeLessThan(5_000) // of a busy machine; held up for good it would be the whole minute
}, 90_000)

test('Redis held up, for a moment and for longer than routers trust it: the same', async () => {
  const checked = await check({
    redisUrl: redis.url,
    seconds: 60,
    seed,
    async meanwhile(sofar) {
      await untilRemembering(sofar)
      redis.hold()
      await wait(600)
      redis.goOn()
      await untilRemembering(sofar)
      redis.hold()
      await untilBypassed(sofar)
      redis.goOn()
      await untilRemembering(sofar)
    },
  })
  expect(checked.stale.slice(0, 3), `seed ${seed}`).toEqual([])
  expect(checked.longestSilenceMs).toBeLessThan(5_000) // of a busy machine; held up for good it would be the whole minute
}, 90_000)

test.each([
  { bugs: {}, notices: false },
  { bugs: { overhearsUnannounced: true }, notices: true },
])(
  'only those who change are cut off: routers are told with the answer: %o',
  async ({ bugs, notices }) => {
    await using line = await cuttableLine(redis.url)
    const checked = await check({
      redisUrl: redis.url,
      writersRedisUrl: line.url,
      seconds: 60,
      seed,
      bugs,
      // Until the answer of a change that could not be announced, others may see it and then what was before it.
      onlyChangesCount: true,
      async meanwhile(sofar) {
        await untilRemembering(sofar)
        await outages(sofar, notices, async () => {
          line.cut()
          const { changes } = sofar()
          await waitUntil('changing goes on', () => sofar().changes > changes + 6, { deadlineMs: 30_000 })
          line.mend()
          await untilRemembering(sofar)
        })
      },
    })
    expect(checked.stale.length > 0, `seed ${seed} ${JSON.stringify(checked.stale[0])}`).toBe(notices)
  },
  90_000,
)

test('the checker notices when failures of the store are passed over', async () => {
  const checked = await check({
    redisUrl: redis.url,
    seconds: 60,
    seed,
    bugs: { trustsAfterOutages: true },
    async meanwhile(sofar) {
      await untilRemembering(sofar)
      await outages(sofar, true, async () => {
        await redis.kill()
        await untilBypassed(sofar)
        await redis.startAgain()
        await untilRemembering(sofar)
      })
    },
  })
  expect(checked.stale.length, `seed ${seed}`).toBeGreaterThan(0)
}, 90_000)
