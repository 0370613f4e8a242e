import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitOf, workingDaysSince } from './alert-wait.ts'
import { pointsLost, quarterEnding, reviewsMissing } from './centre-standing.ts'

const day = (doneWeight: number, { applicableWeight = 1_000, openCases = 5, takenOn = '2026-11-24' } = {}) => ({
  takenOn,
  openCases,
  doneWeight,
  applicableWeight,
})
const few = { openCasesAtLeast: 5 }

test('points are lost between whole per cent, as people see them', () => {
  expect(pointsLost(day(800), day(700), few)).toBe(10)
  expect(pointsLost(day(800), day(709), few)).toBe(10) // 70 %
  expect(pointsLost(day(800), day(710), few)).toBe(9)
  expect(pointsLost(day(799), day(700), few)).toBe(9)
  expect(pointsLost(day(700), day(800), few)).toBe(0)
  expect(pointsLost(undefined, day(0), few)).toBe(0)
  expect(pointsLost(day(800), undefined, few)).toBe(0)
})

test('with few cases on either day nothing is said', () => {
  expect(pointsLost(day(800, { openCases: 4 }), day(0), few)).toBe(0)
  expect(pointsLost(day(800), day(0, { openCases: 4 }), few)).toBe(0)
  expect(pointsLost(day(800), day(0), few)).toBe(80)
})

test('a quarter ends from ten days before its last day on', () => {
  expect(quarterEnding('2026-12-20', 10)).toBeUndefined()
  expect(quarterEnding('2026-12-21', 10)).toEqual({ quarter: '2026-Q4', from: '2026-10-01', lastDay: '2026-12-31' })
  expect(quarterEnding('2026-12-31', 10)?.quarter).toBe('2026-Q4')
  expect(quarterEnding('2027-01-01', 10)).toBeUndefined()
  expect(quarterEnding('2028-03-20', 10)).toBeUndefined()
  expect(quarterEnding('2028-03-21', 10)?.lastDay).toBe('2028-03-31')
})

test('what is missing of a sample follows from files, experience and what was reviewed', () => {
  const grades = {
    TRAINEE: { sharePercent: 100, minimum: 1 },
    NEW: { sharePercent: 20, minimum: 2 },
    EXPERIENCED: { sharePercent: 10, minimum: 2 },
  }
  const at = { today: '2026-12-21', newForMonths: 6, grades }
  const trainee = { roles: ['TRAINEE_ADVISER'], since: '2020-01-01' }
  expect(reviewsMissing({ files: 7, reviewed: 6, known: trainee }, at)).toBe(1)
  expect(reviewsMissing({ files: 7, reviewed: 7, known: trainee }, at)).toBe(0)
  expect(reviewsMissing({ files: 30, reviewed: 0, known: { roles: ['ADVISER'], since: '2026-06-22' } }, at)).toBe(6)
  expect(reviewsMissing({ files: 30, reviewed: 0, known: { roles: ['ADVISER'], since: '2026-06-21' } }, at)).toBe(3)
  expect(reviewsMissing({ files: 30, reviewed: 9, known: undefined }, at)).toBe(0)
  expect(reviewsMissing({ files: 0, reviewed: 0, known: undefined }, at)).toBe(0)
})

test('waiting is counted in working days: a weekend and a bank holiday add none', () => {
  const holidays = new Set(['2026-12-25', '2026-12-28'])
  expect(workingDaysSince('2026-12-24', '2026-12-24', holidays)).toBe(0)
  expect(workingDaysSince('2026-12-24', '2026-12-28', holidays)).toBe(0)
  expect(workingDaysSince('2026-12-24', '2026-12-29', holidays)).toBe(1)
  expect(workingDaysSince('2026-12-26', '2026-12-29', holidays)).toBe(1)
})

test('every number of days has one place, and more days never wait less', () => {
  const order = ['TODAY', 'ONE_TO_TWO_DAYS', 'THREE_TO_FIVE_DAYS', 'SIX_TO_TEN_DAYS', 'OVER_TEN_DAYS']
  expect([0, 1, 2, 3, 5, 6, 10, 11].map((days) => order.indexOf(waitOf(days)))).toEqual([0, 1, 1, 2, 2, 3, 3, 4])
  fc.assert(
    fc.property(fc.nat(400), fc.nat(400), (a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)]
      expect(order.indexOf(waitOf(less))).toBeLessThanOrEqual(order.indexOf(waitOf(more)))
    }),
  )
})
