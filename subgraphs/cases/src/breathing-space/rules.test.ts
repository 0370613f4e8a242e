import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateColumn } from '@cma/runtime'
import { addMonths } from '../add-months.ts'
import type { BreathingSpace } from '../generated/prisma/client.ts'
import { dayNumber, dayWithNumber, eligibilityOf, lastDayAfterTreatment, milestonesOf, statusOn } from './rules.ts'

// Written out by hand from the words of the regulations: "the period of n days beginning with the day on which it started".

test('the first day is day 1, and the law of a standard one stands on these days', () => {
  expect(milestonesOf('STANDARD', '2026-06-01').map(({ code, day, on }) => [code, day, on])).toEqual([
    ['CREDITOR_REQUEST_BY', 20, '2026-06-20'],
    ['MIDWAY_REVIEW_FROM', 26, '2026-06-26'],
    ['MIDWAY_REVIEW_BY', 35, '2026-07-05'],
    ['CREDITOR_DECISION_BY', 35, '2026-07-05'],
    ['COURT_APPLICATION_BY', 50, '2026-07-20'],
    ['LAST_DAY', 60, '2026-07-30'],
  ])
})

test('a crisis one has no midway review, and no last day of its own', () => {
  expect(milestonesOf('MENTAL_HEALTH_CRISIS', '2026-06-01').map(({ code }) => code)).toEqual([
    'CREDITOR_REQUEST_BY',
    'CREDITOR_DECISION_BY',
    'COURT_APPLICATION_BY',
  ])
  expect(lastDayAfterTreatment('2026-06-01')).toBe('2026-07-01')
})

test('there was none before the regulations came into force', () => {
  expect(milestonesOf('STANDARD', '2021-05-03')).toEqual([])
  expect(milestonesOf('STANDARD', '2021-05-04')).not.toEqual([])
})

test.for([
  ['over a leap day', '2028-02-01', '2028-03-31'],
  ['in a year without one', '2026-02-01', '2026-04-01'],
  ['over the change to summer time', '2026-03-01', '2026-04-29'],
  ['over the change to winter time', '2026-10-01', '2026-11-29'],
  ['over the turn of the year', '2026-12-01', '2027-01-29'],
])('60 days %s', ([, start, last]) => {
  expect(dayWithNumber(start!, 60)).toBe(last)
  expect(dayNumber(start!, last!)).toBe(60)
})

test('every day has one number, and every number one day', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2021-05-04'), max: new Date('2060-01-01'), noInvalidDate: true }),
      fc.integer({ min: 1, max: 400 }),
      (date, number) => {
        const start = date.toISOString().slice(0, 10)
        expect(dayNumber(start, dayWithNumber(start, number))).toBe(number)
      },
    ),
  )
})

describe('a status follows from the days', () => {
  const one = { startedOn: dateColumn('2026-06-01'), endsOn: dateColumn('2026-07-30'), endedOn: null }
  test.for([
    ['day 59', '2026-07-29', 'ACTIVE'],
    ['day 60', '2026-07-30', 'ACTIVE'],
    ['the day after', '2026-07-31', 'EXPIRED'],
  ] as const)('on %s', ([, today, status]) => {
    expect(statusOn(one, today)).toBe(status)
  })
  test('ended before its last day, and never started', () => {
    expect(statusOn({ ...one, endedOn: dateColumn('2026-06-10') }, '2026-09-01')).toBe('CANCELLED')
    expect(statusOn({ startedOn: null, endsOn: null, endedOn: null }, '2026-09-01')).toBe('DRAFT')
    expect(statusOn({ ...one, endsOn: null }, '2030-01-01')).toBe('ACTIVE')
  })
})

describe('conditions', () => {
  const draft = {
    kind: 'STANDARD',
    livesHere: 'PASS',
    noDebtReliefOrder: 'FAIL',
    noArrangement: 'UNKNOWN',
    notBankrupt: 'PASS',
    noneRecently: 'PASS',
  } as BreathingSpace
  const today = '2026-11-24'
  const answers = (one: BreathingSpace, facts: Partial<Parameters<typeof eligibilityOf>[1]> = {}) =>
    Object.fromEntries(
      eligibilityOf(one, { jurisdiction: 'ENGLAND_WALES', others: [], today, ...facts }).map(({ code, answer }) => [
        code,
        answer,
      ]),
    )
  test('are what the adviser answered', () => {
    expect(answers(draft)).toEqual({
      ENGLAND_OR_WALES: 'PASS',
      NO_DEBT_RELIEF_ORDER: 'FAIL',
      NO_INTERIM_ORDER_OR_IVA: 'UNKNOWN',
      NOT_UNDISCHARGED_BANKRUPT: 'PASS',
      NONE_IN_LAST_12_MONTHS: 'PASS',
    })
  })
  test('and what the case file shows outweighs it', () => {
    expect(answers(draft, { jurisdiction: 'SCOTLAND' })['ENGLAND_OR_WALES']).toBe('FAIL')
  })
  const earlier = (endsOn: string, kind: 'STANDARD' | 'MENTAL_HEALTH_CRISIS' = 'STANDARD') => [
    { kind, startedOn: dateColumn('2025-01-01'), endsOn: dateColumn(endsOn), endedOn: null },
  ]
  test('twelve months after the last one, to the day', () => {
    const key = 'NONE_IN_LAST_12_MONTHS'
    expect(answers(draft, { others: earlier('2025-11-25') })[key]).toBe('FAIL')
    expect(answers(draft, { others: earlier('2025-11-24') })[key]).toBe('PASS')
    expect(answers(draft, { others: earlier('2026-11-01', 'MENTAL_HEALTH_CRISIS') })[key]).toBe('PASS')
  })
  test('a crisis one may come any number of times', () => {
    expect(Object.keys(answers({ ...draft, kind: 'MENTAL_HEALTH_CRISIS' }))).not.toContain('NONE_IN_LAST_12_MONTHS')
  })
})

test('months end where they end', () => {
  expect(addMonths('2026-08-31', 6)).toBe('2027-02-28')
  expect(addMonths('2027-08-31', 6)).toBe('2028-02-29')
  expect(addMonths('2028-02-29', -12)).toBe('2027-02-28')
  expect(addMonths('2026-11-24', 12)).toBe('2027-11-24')
})
