import { expect, test } from 'vitest'
import type { DeliveryRound } from './delivery.ts'
import { costOfPolling, deliveryFigures, lastLine, p99Ratios, stagesOf, workFigures, type Measured } from './figures.ts'
import { readOptions } from './options.ts'
import { figuresInWords, insertFigures } from './report.ts'

const round = (p50: number, p99: number, seal = 0): DeliveryRound => ({
  p50,
  p99,
  cpuMs: 10,
  memoryMb: 100,
  stages: { seal, raise: 2, firstSocket: 3, allSockets: 4 },
})
const measured: Measured = {
  deliveries: [
    { subscribers: 1, people: 1, product: [round(1, 2)], redis: [round(1, 1)] },
    {
      subscribers: 1_000,
      people: 50,
      product: [round(40, 90, 5), round(50, 100, 6), round(60, 140, 700)],
      redis: [round(10, 25), round(10, 20), round(10, 10)],
    },
  ],
  polling: { pollers: 100, everyMs: 5_000, rounds: [{ p50: 2_500, p99: 5_000, cpuMs: 30, statements: 4 }] },
  engine: {
    sealed: [{ count: 20_000, ms: 4_000, statements: 160, alerts: 0 }],
    taken: [{ count: 20_000, ms: 10_000, statements: 1_000, alerts: 30 }],
    mornings: [
      { count: 10_000, ms: 9_000, statements: 500, alerts: 1 },
      { count: 10_000, ms: 11_000, statements: 520, alerts: 3 },
      { count: 10_000, ms: 10_000, statements: 510, alerts: 2 },
    ],
  },
}

test('figures are medians of the rounds, each by itself', () => {
  expect(deliveryFigures(measured.deliveries[1]!.product)).toEqual({
    p50: 50,
    p99: 100,
    spread: 0.4,
    cpuMs: 10,
    memoryMb: 100,
  })
  expect(stagesOf(measured.deliveries[1]!.product)).toEqual({ seal: 6, raise: 2, firstSocket: 3, allSockets: 4 })
  expect(workFigures(measured.engine.mornings)).toEqual({
    count: 10_000,
    seconds: 10,
    perSecond: 1_000,
    statements: 510,
    statementsEach: 0.051,
    alerts: 2,
  })
})

test('ratios are of the p99 at 1,000 subscribers, or at the number nearest to it', () => {
  expect(p99Ratios(measured)).toEqual({ subscribers: 1_000, redis: 5, polling: 0.02 })
  expect(p99Ratios({ ...measured, deliveries: measured.deliveries.slice(0, 1) })).toMatchObject({
    subscribers: 1,
    redis: 2,
  })
  expect(lastLine(measured)).toBe(
    'ratios: 1000 subscribers p99 5.0 redis, 0.02 polling; 10000 cases 10.0 s, 510 statements',
  )
})

test('what more devices would cost that ask grows with their number', () => {
  expect(costOfPolling(100, measured.polling)).toEqual({ cores: 0.6, statements: 80 })
  expect(costOfPolling(5_000, measured.polling)).toEqual({ cores: 30, statements: 4_000 })
})

test('what was measured and what was worked out is said of each figure', () => {
  const text = figuresInWords(measured, readOptions([]))
  expect(text).toContain('| 1,000 | 50 | alert | 50.0 | 100.0 | 40 % | 5.0 | 10 | 100 |')
  expect(text).toContain('| 100, measured | 30 | 4.0 | 0.60 | 80 |')
  expect(text).toContain('| 1,000, worked out | 30 | 4.0 | 6.00 | 800 |')
  expect(text).toContain('| open cases evaluated at one moment | 10,000 | 10.0 | 1,000 | 510 | 0.051 | 2 |')
})

test('only what stands between the marks of the README is replaced', () => {
  const [begin, end] = ['<!-- figures: written by npm run bench:alerts, do not edit -->', '<!-- end of figures -->']
  const once = insertFigures(`before\n${begin}\nold\n${end}\nafter`, 'new')
  expect(once).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter`)
  expect(insertFigures(once, 'new')).toBe(once)
  expect(() => insertFigures('nothing', 'new')).toThrow('lost the marks')
})

test('options are numbers above 0, and a quick run writes nothing', () => {
  expect(readOptions(['--quick'])).toMatchObject({ quick: true, rounds: 1, write: false })
  expect(readOptions([])).toMatchObject({ subscribers: [1, 100, 1_000, 5_000], openCases: 10_000, write: true })
  expect(readOptions(['--subscribers', '10,20', '--no-write'])).toMatchObject({ subscribers: [10, 20], write: false })
  expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds wants a whole number')
})
