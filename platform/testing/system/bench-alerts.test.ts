import { expect, test } from 'vitest'
import { measureAll } from '../bench-alerts/bench.ts'
import { lastLine } from '../bench-alerts/figures.ts'
import { fileStack } from '../src/disposal.ts'

// The benchmark in the smallest: that it runs and counts right. How long anything takes is not asked here.

const stack = fileStack()

test('every socket gets every alert, those who ask learn of them, and all that falls due is evaluated', async () => {
  const measured = await measureAll(
    {
      quick: true,
      rounds: 1,
      messages: 2,
      subscribers: [1, 30],
      pollers: 4,
      pollEveryMs: 1_000,
      casesEach: 20,
      openCases: 60,
      write: false,
    },
    () => {},
    stack,
  )
  const { deliveries, polling, engine } = measured
  expect(deliveries.map(({ subscribers, people }) => [subscribers, people])).toEqual([
    [1, 1],
    [30, 2],
  ])
  for (const { product, redis } of deliveries)
    for (const { p50, p99, cpuMs } of [...product, ...redis]) {
      expect(p99).toBeGreaterThanOrEqual(p50)
      expect(p50).toBeGreaterThan(0)
      expect(cpuMs).toBeGreaterThanOrEqual(0)
    }
  expect(polling.rounds).toHaveLength(1)
  expect(polling.rounds[0]!.p99).toBeGreaterThan(0)
  expect(engine.taken[0]!.count).toBe(engine.sealed[0]!.count)
  expect(engine.sealed[0]!.count).toBeGreaterThan(20)
  expect(engine.mornings[0]).toMatchObject({ count: 60 })
  expect(engine.mornings[0]!.statements).toBeGreaterThan(5)
  expect(lastLine(measured)).toMatch(
    /^ratios: 30 subscribers p99 [\d.]+ redis, [\d.]+ polling; 60 cases [\d.]+ s, \d+ statements$/,
  )
})
