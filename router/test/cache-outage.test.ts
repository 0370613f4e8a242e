import { mkdtempSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileStack, waitUntil } from '@cma/testing'
import { expect, inject, test } from 'vitest'
import { check, type Sofar } from './consistency/check.ts'
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
  expect(checked.stale, `seed ${seed}`).toEqual([])
  expect(checked.longestSilenceMs).toBeLessThan(1_500)
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
  expect(checked.stale, `seed ${seed}`).toEqual([])
  expect(checked.longestSilenceMs).toBeLessThan(1_500)
}, 90_000)

test('the checker notices when nothing is made void after an outage', async () => {
  const checked = await check({
    redisUrl: redis.url,
    seconds: 60,
    seed,
    bugs: { trustsAfterOutages: true },
    async meanwhile(sofar) {
      await untilRemembering(sofar)
      await redis.kill()
      await untilBypassed(sofar)
      await redis.startAgain()
      await untilRemembering(sofar)
    },
  })
  expect(checked.stale.length, `seed ${seed}`).toBeGreaterThan(0)
}, 90_000)
