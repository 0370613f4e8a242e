import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bankHolidays } from '../calendars.ts'
import { addDays } from './days.ts'
import { addWorkingDays, isWorkingDay, workingDayFrom } from './working-days.ts'

const holidays = await bankHolidays()
const day = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2024-01-01', days))
const nation = fc.constantFrom(holidays.ENGLAND_WALES, holidays.SCOTLAND, holidays.NORTHERN_IRELAND)

test.each([
  ['over a weekend', '2026-11-20', 1, '2026-11-23'],
  ['a full week', '2026-11-24', 5, '2026-12-01'],
  ['from a Saturday, Monday is the first', '2026-11-21', 1, '2026-11-23'],
  ['none, on a working day', '2026-11-24', 0, '2026-11-24'],
  ['none, on a Sunday', '2026-11-22', 0, '2026-11-23'],
  ['over Easter', '2026-04-02', 1, '2026-04-07'],
  ['over Christmas with the substitute for Boxing Day', '2026-12-24', 1, '2026-12-29'],
  ['over Christmas and New Year', '2026-12-23', 5, '2027-01-04'],
  ['over a leap day', '2028-02-28', 2, '2028-03-01'],
  ['over the clocks going forward', '2026-03-27', 1, '2026-03-30'],
  ['over the clocks going back', '2026-10-23', 1, '2026-10-26'],
])('in England and Wales: %s', (_, from, n, to) => {
  expect(addWorkingDays(from, n, holidays.ENGLAND_WALES)).toBe(to)
})

test.each([
  ['2 January is a holiday in Scotland', 'SCOTLAND', '2026-01-01', '2026-01-05'],
  ['and not in England', 'ENGLAND_WALES', '2026-01-01', '2026-01-02'],
  ['Easter Monday is none in Scotland', 'SCOTLAND', '2026-04-02', '2026-04-06'],
  ['the substitute for 12 July in Northern Ireland', 'NORTHERN_IRELAND', '2026-07-10', '2026-07-14'],
  ["St Patrick's Day", 'NORTHERN_IRELAND', '2026-03-16', '2026-03-18'],
  ['what was proclaimed for 2026 in Scotland', 'SCOTLAND', '2026-06-12', '2026-06-16'],
] as const)('%s', (_, calendar, from, to) => {
  expect(addWorkingDays(from, 1, holidays[calendar])).toBe(to)
})

test('the n-th working day after a day is one, and exactly n lie between', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 30 }), nation, (from, n, calendar) => {
      const to = addWorkingDays(from, n, calendar)
      let counted = 0
      for (let at = addDays(from, 1); at <= to; at = addDays(at, 1)) if (isWorkingDay(at, calendar)) counted += 1
      expect(isWorkingDay(to, calendar)).toBe(true)
      expect(counted).toBe(n)
    }),
  )
})

test('later starts never end earlier, and steps add up', () => {
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 0, max: 10 }),
      fc.integer({ min: 1, max: 10 }),
      nation,
      (from, n, m, calendar) => {
        expect(addWorkingDays(addDays(from, 1), n, calendar) >= addWorkingDays(from, n, calendar)).toBe(true)
        expect(addWorkingDays(addWorkingDays(from, n, calendar), m, calendar)).toBe(
          addWorkingDays(from, n === 0 && !isWorkingDay(from, calendar) ? m + 1 : n + m, calendar),
        )
        expect(workingDayFrom(from, calendar) >= from).toBe(true)
      },
    ),
  )
})
