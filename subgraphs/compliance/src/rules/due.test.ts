import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bankHolidays } from '../calendars.ts'
import { dueAt, type Clock } from './due.ts'

const holidays = await bankHolidays()
const due = (
  clock: Clock,
  anchors: Record<string, string>,
  jurisdiction: 'ENGLAND_WALES' | 'SCOTLAND' = 'ENGLAND_WALES',
) =>
  dueAt(clock, {
    anchors: new Map(Object.entries(anchors).map(([key, at]) => [key, new Date(at)])),
    jurisdiction,
    holidays,
  })?.toISOString()

const coa: Clock = { anchors: ['APPOINTMENT:ADVICE', 'STAGE_ENTERED:ADVICE_GIVEN'], offset: 5, unit: 'WORKING_DAY' }

test('nothing is due before its clock has started', () => {
  expect(due(coa, { CASE_OPENED: '2026-11-02T09:00:00Z' })).toBeUndefined()
  expect(dueAt(undefined, { anchors: new Map(), jurisdiction: 'SCOTLAND', holidays })).toBeUndefined()
})

test('the first anchor that is known starts it', () => {
  const stage = { 'STAGE_ENTERED:ADVICE_GIVEN': '2026-11-10T12:00:00Z' }
  expect(due(coa, stage)).toBe('2026-11-17T23:59:59.999Z')
  expect(due(coa, { ...stage, 'APPOINTMENT:ADVICE': '2026-11-06T12:00:00Z' })).toBe('2026-11-13T23:59:59.999Z')
})

test.each([
  ['same day', { anchors: ['A'], offset: 0, unit: 'CALENDAR_DAY' }, '2026-11-24T16:10:00Z', '2026-11-24T23:59:59.999Z'],
  [
    'half an hour before midnight in London in summer is still the day',
    { anchors: ['A'], offset: 0, unit: 'CALENDAR_DAY' },
    '2026-07-01T22:30:00Z',
    '2026-07-01T22:59:59.999Z',
  ],
  [
    'half an hour later it is the next',
    { anchors: ['A'], offset: 0, unit: 'CALENDAR_DAY' },
    '2026-07-01T23:30:00Z',
    '2026-07-02T22:59:59.999Z',
  ],
  [
    'over the clocks going back',
    { anchors: ['A'], offset: 2, unit: 'CALENDAR_DAY' },
    '2026-10-24T09:00:00Z',
    '2026-10-26T23:59:59.999Z',
  ],
  ['weeks', { anchors: ['A'], offset: 8, unit: 'WEEK' }, '2026-03-02T09:00:00Z', '2026-04-27T22:59:59.999Z'],
  [
    'months, to the last day of a short one',
    { anchors: ['A'], offset: 6, unit: 'MONTH' },
    '2027-08-31T09:00:00Z',
    '2028-02-29T23:59:59.999Z',
  ],
  [
    'rolled off a Sunday',
    { anchors: ['A'], offset: 6, unit: 'MONTH', roll: 'NEXT_WORKING_DAY' },
    '2026-05-22T09:00:00Z',
    '2026-11-23T23:59:59.999Z',
  ],
  [
    'rolled off Good Friday and over Easter',
    { anchors: ['A'], offset: 1, unit: 'CALENDAR_DAY', roll: 'NEXT_WORKING_DAY' },
    '2026-04-02T09:00:00Z',
    '2026-04-07T22:59:59.999Z',
  ],
  [
    'by the holidays that the rule names',
    { anchors: ['A'], offset: 1, unit: 'WORKING_DAY', calendar: 'SCOTLAND' },
    '2026-01-01T09:00:00Z',
    '2026-01-05T23:59:59.999Z',
  ],
] as const satisfies Array<readonly [string, Clock | { anchors: readonly string[] }, string, string]>)(
  '%s',
  (_, clock, at, expected) => {
    expect(due(clock as unknown as Clock, { A: at })).toBe(expected)
  },
)

test("a case's own law says which holidays count", () => {
  const clock: Clock = { anchors: ['A'], offset: 1, unit: 'WORKING_DAY' }
  expect(due(clock, { A: '2026-01-01T09:00:00Z' }, 'SCOTLAND')).toBe('2026-01-05T23:59:59.999Z')
  expect(due(clock, { A: '2026-01-01T09:00:00Z' }, 'ENGLAND_WALES')).toBe('2026-01-02T23:59:59.999Z')
})

test('a deadline is never before its anchor, and moves no earlier when the anchor moves later', () => {
  const clock: fc.Arbitrary<Clock> = fc.record({
    anchors: fc.constant<string[]>(['A']),
    offset: fc.integer({ min: 0, max: 40 }),
    unit: fc.constantFrom('CALENDAR_DAY' as const, 'WORKING_DAY' as const, 'WEEK' as const, 'MONTH' as const),
    roll: fc.constantFrom('NEXT_WORKING_DAY' as const, undefined),
  })
  const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2028-06-01'), noInvalidDate: true })
  fc.assert(
    fc.property(clock, moment, fc.integer({ min: 0, max: 1_000_000_000 }), (rule, at, later) => {
      const first = due(rule, { A: at.toISOString() })!
      const moved = due(rule, { A: new Date(at.getTime() + later).toISOString() })!
      expect(new Date(first) >= at).toBe(true)
      expect(moved >= first).toBe(true)
    }),
  )
})
