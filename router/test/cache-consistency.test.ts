import { aRedis, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { check } from './consistency/check.ts'

// Ten minutes of it: node router/test/consistency/run.ts --minutes 10
const stack = fileStack()
const redis = stack.use(await aRedis())
const seed = Date.now() % 1_000_000

test('readers and writers over two routers and one Redis: nothing older is ever shown after something newer', async () => {
  const checked = await check({ redisUrl: redis.url, seconds: 8, seed })
  expect(checked.stale.slice(0, 3), `seed ${seed}`).toEqual([])
  // It would be as easy without remembering anything.
  expect(checked.outcomes.hit, JSON.stringify(checked.outcomes)).toBeGreaterThan(checked.operations / 10)
  expect(checked.changes).toBeGreaterThan(30)
})

test.each([
  { ignoresVersions: true },
  { stampsAfterFetching: true },
  { settlesBeforeCommit: true },
  { announcesAfterCommit: true },
  { sharesBlindly: true },
])(
  'the checker notices a planted mistake: %o',
  async (bugs) => {
    const checked = await check({ redisUrl: redis.url, seconds: 80, seed, untilStale: true, bugs })
    expect(checked.stale.length, JSON.stringify(checked.outcomes)).toBeGreaterThan(0)
  },
  90_000,
)
