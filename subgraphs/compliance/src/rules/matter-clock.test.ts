import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReferenceData } from '../reference/read-reference-data.ts'
import { holidaysOf } from '../reference/holidays.ts'
import { referenceClocks, type ReferenceClock } from '../reference/clocks.ts'
import type { Jurisdiction } from '../generated/graphql.ts'
import { addDays, addMonths, daysBetween, type Day } from './days.ts'
import { clockDue, clockStanding, dayOf, type ClockMatter, type ClockRule } from './matter-clock.ts'
import { isWorkingDay } from './working-days.ts'

const holidays = holidaysOf((await readReferenceData()).bankHolidays)
const laws: Jurisdiction[] = ['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND']

const plain: ClockRule = {
  code: 'TEST',
  text: 'A clock of tests',
  anchors: ['startedOn'],
  offset: 0,
  unit: 'CALENDAR_DAY',
  calendar: 'CASE',
  roll: 'NONE',
  force: 'LAW',
  ruleReference: 'none',
  effectiveFrom: '2000-01-01',
  onlyIf: {},
  unless: {},
  metBy: ['metOn'],
  stoppedBy: ['stoppedOn'],
  pausable: true,
  passes: false,
}
const started = (startedOn: string, more: Partial<ClockMatter> = {}): ClockMatter => ({
  anchors: { startedOn },
  facts: {},
  law: 'ENGLAND_WALES',
  pausedDays: 0,
  paused: false,
  over: false,
  ...more,
})
const dueDay = (rule: Partial<ClockRule>, matter: ClockMatter): Day =>
  dayOf(clockDue({ ...plain, ...rule }, matter, holidays).toISOString())
const isFree = (day: Day, law: Jurisdiction) => !isWorkingDay(day, holidays[law])

// Days inside the years whose bank holidays are known.
const day = fc.integer({ min: 0, max: 1_700 }).map((n) => addDays('2024-01-01', n))
const law = fc.constantFrom(...laws)
const unit = fc.constantFrom<ClockRule['unit'][]>('CALENDAR_DAY', 'WORKING_DAY', 'WEEK', 'MONTH')
const roll = fc.constantFrom<ClockRule['roll'][]>('NEXT_WORKING_DAY', 'PREVIOUS_WORKING_DAY', 'NONE')

test('a longer offset is never due earlier', () => {
  fc.assert(
    fc.property(day, law, unit, roll, fc.nat(30), fc.nat(10), (from, law, unit, roll, offset, more) => {
      const matter = started(from, { law })
      expect(dueDay({ unit, roll, offset: offset + more }, matter) >= dueDay({ unit, roll, offset }, matter)).toBe(true)
    }),
  )
})

test('what is rolled is never due on a day that is no working day there', () => {
  fc.assert(
    fc.property(
      day,
      law,
      unit,
      fc.nat(30),
      fc.constantFrom<ClockRule['roll'][]>('NEXT_WORKING_DAY', 'PREVIOUS_WORKING_DAY'),
      (from, law, unit, offset, roll) => {
        const due = dueDay({ unit, roll, offset }, started(from, { law }))
        expect(isFree(due, law)).toBe(false)
      },
    ),
  )
})

test('rolling goes forth or back, and over days alone that are no working days', () => {
  fc.assert(
    fc.property(day, law, fc.nat(40), (from, law, offset) => {
      const bare = dueDay({ offset }, started(from, { law }))
      const next = dueDay({ offset, roll: 'NEXT_WORKING_DAY' }, started(from, { law }))
      const previous = dueDay({ offset, roll: 'PREVIOUS_WORKING_DAY' }, started(from, { law }))
      expect(previous <= bare && bare <= next).toBe(true)
      for (let one = bare; one < next; one = addDays(one, 1)) expect(isFree(one, law)).toBe(true)
      for (let one = bare; one > previous; one = addDays(one, -1)) expect(isFree(one, law)).toBe(true)
    }),
  )
})

test('an anchor that moves by n days moves what is counted in calendar days and weeks by n', () => {
  fc.assert(
    fc.property(
      day,
      fc.constantFrom<ClockRule['unit'][]>('CALENDAR_DAY', 'WEEK'),
      fc.nat(60),
      fc.integer({ min: -100, max: 100 }),
      (from, unit, offset, n) => {
        const before = dueDay({ unit, offset }, started(from))
        expect(dueDay({ unit, offset }, started(addDays(from, n)))).toBe(addDays(before, n))
      },
    ),
  )
})

test('a month later is the same day of the month, or its last day', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 24 }), (from, months) => {
      const due = dueDay({ unit: 'MONTH', offset: months }, started(from))
      expect(due).toBe(addMonths(from, months))
      const last =
        addDays(`${due.slice(0, 7)}-01`, 31).slice(0, 7) === due.slice(0, 7)
          ? 31
          : daysBetween(`${due.slice(0, 7)}-01`, addMonths(`${due.slice(0, 7)}-01`, 1))
      expect(Number(due.slice(8))).toBe(Math.min(Number(from.slice(8)), last))
    }),
  )
})

test('a pause adds exactly the days paused, before what is rolled', () => {
  fc.assert(
    fc.property(day, unit, fc.nat(30), fc.nat(60), (from, unit, offset, pausedDays) => {
      const without = dueDay({ unit, offset }, started(from))
      expect(dueDay({ unit, offset }, started(from, { pausedDays }))).toBe(addDays(without, pausedDays))
      expect(dueDay({ unit, offset, pausable: false }, started(from, { pausedDays }))).toBe(without)
    }),
  )
})

test('hours are elapsed time, whatever the clock on the wall does', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2024-01-01'), max: new Date('2028-12-31'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 1_000 }),
      (from, offset) => {
        const due = clockDue({ ...plain, unit: 'HOUR', offset }, started(from.toISOString()), holidays)
        expect(due.getTime() - from.getTime()).toBe(offset * 3_600_000)
      },
    ),
  )
})

const standing = (rule: Partial<ClockRule>, matter: ClockMatter, now = '2026-01-05T09:00:00Z') =>
  clockStanding([{ ...plain, ...rule }], matter, { now: new Date(now), holidays })

test('a clock stands as its facts say', () => {
  const matter = started('2026-01-05')
  expect(standing({}, { ...matter, anchors: {} })).toBeUndefined()
  expect(standing({ onlyIf: { kind: 'A' } }, { ...matter, facts: { kind: 'B' } })).toBeUndefined()
  expect(standing({ unless: { kind: 'B' } }, { ...matter, facts: { kind: 'B' } })).toBeUndefined()
  expect(standing({}, matter)?.state).toBe('RUNNING')
  expect(standing({}, { ...matter, paused: true })).toMatchObject({ state: 'PAUSED', dueAt: null })
  expect(standing({ pausable: false }, { ...matter, paused: true })?.state).toBe('RUNNING')
  expect(standing({}, { ...matter, over: true })?.state).toBe('STOPPED')
  expect(standing({}, { ...matter, anchors: { ...matter.anchors, stoppedOn: '2026-01-06' } })?.state).toBe('STOPPED')
  const met = { ...matter.anchors, metOn: '2026-01-06', stoppedOn: '2026-01-06' }
  expect(standing({}, { ...matter, anchors: met, over: true })?.state).toBe('MET') // what was done was done, whatever came after
})

test('a limit that passes stops after its day; a duty goes on until it is met', () => {
  const matter = started('2026-01-05')
  const after = '2026-01-06T00:00:00Z'
  expect(standing({ passes: true }, matter, '2026-01-05T23:59:59.999Z')?.state).toBe('RUNNING')
  expect(standing({ passes: true }, matter, after)?.state).toBe('STOPPED')
  expect(standing({}, matter, after)?.state).toBe('RUNNING')
})

test('a matter keeps the version in force on the day of its anchor', () => {
  const versions: ClockRule[] = [
    { ...plain, effectiveFrom: '2020-01-01', effectiveTo: '2026-04-06', offset: 10 },
    { ...plain, effectiveFrom: '2026-04-06', offset: 20 },
  ]
  const at = (startedOn: string) =>
    clockStanding(versions, started(startedOn), { now: new Date('2027-01-01'), holidays })?.rule.offset
  expect(at('2019-12-31')).toBeUndefined()
  expect(at('2026-04-05')).toBe(10)
  expect(at('2026-04-06')).toBe(20)
})

// The clocks of the law as the reference data has them: the last moment of the last day, across what makes days irregular.

const clock = (code: string): ReferenceClock => referenceClocks.find((one) => one.code === code)!
type Lawful = {
  code: string
  on: string
  what: string
  due: string
  law?: Jurisdiction
  facts?: ClockMatter['facts']
  pausedDays?: number
}
const lawful: Lawful[] = [
  { code: 'BS_MIDWAY_REVIEW', what: 'in winter', on: '2026-11-03', due: '2026-12-07T23:59:59.999Z' },
  { code: 'BS_MIDWAY_REVIEW', what: 'over the clocks going back', on: '2026-10-02', due: '2026-11-05T23:59:59.999Z' },
  {
    code: 'BS_MIDWAY_REVIEW',
    what: 'over the clocks going forward',
    on: '2026-03-11',
    due: '2026-04-14T22:59:59.999Z',
  },
  {
    code: 'BS_MIDWAY_REVIEW',
    what: 'ending on a bank holiday, which moves nothing',
    on: '2026-11-21',
    due: '2026-12-25T23:59:59.999Z',
  },
  { code: 'BS_MIDWAY_REVIEW', what: 'ending on a substitute day', on: '2026-11-24', due: '2026-12-28T23:59:59.999Z' },
  { code: 'BS_MIDWAY_REVIEW', what: 'over 29 February', on: '2028-01-27', due: '2028-03-01T23:59:59.999Z' },
  { code: 'BS_MIDWAY_REVIEW', what: 'ending on 29 February', on: '2028-01-26', due: '2028-02-29T23:59:59.999Z' },
  {
    code: 'BS_CREDITOR_REQUESTS',
    what: 'over the clocks going back',
    on: '2026-10-11',
    due: '2026-10-30T23:59:59.999Z',
  },
  { code: 'BS_CREDITOR_REQUESTS', what: 'over Christmas', on: '2026-12-09', due: '2026-12-28T23:59:59.999Z' },
  { code: 'BS_CREDITOR_REQUESTS', what: 'ending on 29 February', on: '2028-02-10', due: '2028-02-29T23:59:59.999Z' },
  {
    code: 'BS_CREDITOR_REVIEW',
    what: 'over the clocks going forward',
    on: '2026-03-11',
    due: '2026-04-14T22:59:59.999Z',
  },
  { code: 'BS_CREDITOR_REVIEW', what: 'ending on a substitute day', on: '2026-11-24', due: '2026-12-28T23:59:59.999Z' },
  { code: 'BS_CREDITOR_REVIEW', what: 'over 29 February', on: '2028-01-27', due: '2028-03-01T23:59:59.999Z' },
  { code: 'BS_CREDITOR_COURT', what: 'over the clocks going back', on: '2026-09-21', due: '2026-11-09T23:59:59.999Z' },
  { code: 'BS_CREDITOR_COURT', what: 'ending on Boxing Day', on: '2026-11-07', due: '2026-12-26T23:59:59.999Z' },
  { code: 'BS_CREDITOR_COURT', what: 'over 29 February', on: '2028-01-12', due: '2028-03-01T23:59:59.999Z' },
  { code: 'BS_ENDS', what: 'over the clocks going back', on: '2026-10-02', due: '2026-11-30T23:59:59.999Z' },
  { code: 'BS_ENDS', what: 'over Christmas', on: '2026-11-03', due: '2027-01-01T23:59:59.999Z' },
  { code: 'BS_ENDS', what: 'ending on 29 February', on: '2028-01-01', due: '2028-02-29T23:59:59.999Z' },
  { code: 'BS_MHC_ENDS', what: 'over the clocks going forward', on: '2026-03-10', due: '2026-04-09T22:59:59.999Z' },
  { code: 'BS_MHC_ENDS', what: 'ending on Christmas Day', on: '2026-11-25', due: '2026-12-25T23:59:59.999Z' },
  { code: 'BS_MHC_ENDS', what: 'ending on 29 February', on: '2028-01-30', due: '2028-02-29T23:59:59.999Z' },
  {
    code: 'BS_POINT_OF_CONTACT',
    what: 'over the clocks going back',
    on: '2026-10-01',
    due: '2026-10-31T23:59:59.999Z',
  },
  {
    code: 'BS_POINT_OF_CONTACT',
    what: 'ending on a substitute day',
    on: '2026-11-28',
    due: '2026-12-28T23:59:59.999Z',
  },
  { code: 'BS_POINT_OF_CONTACT', what: 'over 29 February', on: '2028-02-28', due: '2028-03-29T22:59:59.999Z' },
  { code: 'DSAR_ANSWER', what: 'a month later', on: '2026-09-10', due: '2026-10-12T22:59:59.999Z' }, // the 10th is a Saturday
  { code: 'DSAR_ANSWER', what: 'over the clocks going forward', on: '2026-03-16', due: '2026-04-16T22:59:59.999Z' },
  {
    code: 'DSAR_ANSWER',
    what: 'over Christmas with a substitute day',
    on: '2026-11-25',
    due: '2026-12-29T23:59:59.999Z',
  },
  { code: 'DSAR_ANSWER', what: 'over Easter', on: '2026-03-03', due: '2026-04-07T22:59:59.999Z' },
  {
    code: 'DSAR_ANSWER',
    what: 'over Good Friday in Scotland, where Easter Monday is none',
    law: 'SCOTLAND',
    on: '2026-03-03',
    due: '2026-04-06T22:59:59.999Z',
  },
  {
    code: 'DSAR_ANSWER',
    what: 'over a substitute day in Northern Ireland',
    law: 'NORTHERN_IRELAND',
    on: '2026-06-13',
    due: '2026-07-14T22:59:59.999Z',
  },
  {
    code: 'DSAR_ANSWER',
    what: 'on the last day of a shorter month',
    on: '2026-01-31',
    due: '2026-03-02T23:59:59.999Z',
  }, // 28 February is a Saturday
  { code: 'DSAR_ANSWER', what: 'ending on 29 February', on: '2028-01-31', due: '2028-02-29T23:59:59.999Z' },
  { code: 'DSAR_ANSWER', what: 'received on 29 February', on: '2028-02-29', due: '2028-03-29T22:59:59.999Z' },
  {
    code: 'DSAR_ANSWER',
    what: 'extended by two months',
    facts: { extendedMonths: 2 },
    on: '2026-09-10',
    due: '2026-12-10T23:59:59.999Z',
  },
  {
    code: 'DSAR_ANSWER',
    what: 'paused for five days',
    pausedDays: 5,
    on: '2026-09-10',
    due: '2026-10-15T22:59:59.999Z',
  },
  { code: 'BREACH_REPORT', what: 'over a weekend', on: '2026-11-20T16:10:00.000Z', due: '2026-11-23T16:10:00.000Z' },
  {
    code: 'BREACH_REPORT',
    what: 'over the clocks going back',
    on: '2026-10-24T12:00:00.000Z',
    due: '2026-10-27T12:00:00.000Z',
  },
  {
    code: 'BREACH_REPORT',
    what: 'over the clocks going forward',
    on: '2026-03-28T12:00:00.000Z',
    due: '2026-03-31T12:00:00.000Z',
  },
  { code: 'BREACH_REPORT', what: 'over Christmas', on: '2026-12-24T17:00:00.000Z', due: '2026-12-27T17:00:00.000Z' },
  { code: 'BREACH_REPORT', what: 'over 29 February', on: '2028-02-28T09:00:00.000Z', due: '2028-03-02T09:00:00.000Z' },
]

test.each(lawful)(
  '$code, $what: from $on until $due',
  ({ code, on, due, law = 'ENGLAND_WALES', facts = {}, pausedDays = 0 }) => {
    const rule = clock(code)
    const matter = {
      ...started(on, { law, pausedDays }),
      anchors: { [rule.anchors[0]!]: on },
      facts: { ...rule.onlyIf, ...facts },
    }
    expect(clockDue(rule, matter, holidays).toISOString()).toBe(due)
    const at = (moment: Date) => clockStanding([rule], matter, { now: moment, holidays })!
    const last = new Date(due)
    const oneDay = 86_400_000
    for (const now of [new Date(last.getTime() - oneDay), last]) {
      expect(at(now)).toMatchObject({ state: 'RUNNING' })
      expect(at(now).dueAt! < now).toBe(false) // not late the day before, nor in the last moment of the day
    }
    for (const now of [new Date(last.getTime() + 1), new Date(last.getTime() + oneDay)]) {
      expect(at(now).state).toBe(rule.passes ? 'STOPPED' : 'RUNNING')
      expect(last < now).toBe(true)
    }
  },
)

test('every clock of the law is among those, over a bank holiday, a clock change and 29 February', () => {
  const codes = new Set(referenceClocks.filter(({ force }) => force === 'LAW').map(({ code }) => code))
  expect(codes.size).toBeGreaterThan(8)
  for (const code of codes) expect(lawful.filter((one) => one.code === code).length).toBeGreaterThanOrEqual(3)
})

test('the versions of a clock do not overlap, and each says where it comes from', () => {
  for (const [code, versions] of Map.groupBy(referenceClocks, ({ code }) => code)) {
    expect(new Set(versions.map(({ matter }) => matter)).size, code).toBe(1)
    for (const [index, version] of versions.entries()) {
      const next = versions[index + 1]
      if (next) expect(version.effectiveTo !== undefined && version.effectiveTo <= next.effectiveFrom, code).toBe(true)
      expect(version.sourceUrl, code).toMatch(/^https:/)
      if (version.unit === 'HOUR') expect(version.roll, code).toBe('NONE')
    }
  }
})
