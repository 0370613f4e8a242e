import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { addDays, addMonths, endOfDay, weekday } from './days.ts'

const day = fc
  .integer({ min: 0, max: 4_000 })
  .map((days) => Temporal.PlainDate.from('2020-01-01').add({ days }).toString())

test.each([
  ['in winter, London is UTC', '2026-11-24', '2026-11-24T23:59:59.999Z'],
  ['in summer, London is an hour ahead', '2026-07-01', '2026-07-01T22:59:59.999Z'],
  ['the day on which clocks go forward ends in summer time', '2026-03-29', '2026-03-29T22:59:59.999Z'],
  ['the day before it ends in winter time', '2026-03-28', '2026-03-28T23:59:59.999Z'],
  ['the day on which clocks go back ends in winter time', '2026-10-25', '2026-10-25T23:59:59.999Z'],
  ['the day before it ends in summer time', '2026-10-24', '2026-10-24T22:59:59.999Z'],
  ['a leap day', '2028-02-29', '2028-02-29T23:59:59.999Z'],
])('the end of a day: %s', (_, of, end) => {
  expect(endOfDay(of).toISOString()).toBe(end)
})

test('a millisecond after the end of a day it is the next day in London, on every day', () => {
  fc.assert(
    fc.property(day, (of) => {
      const next = Temporal.Instant.fromEpochMilliseconds(endOfDay(of).getTime() + 1).toZonedDateTimeISO(
        'Europe/London',
      )
      expect(next.toPlainDate().toString()).toBe(addDays(of, 1))
      expect(next.toPlainTime().toString()).toBe('00:00:00')
    }),
  )
})

test('adding days agrees with the calendar, whatever the clock does', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: -800, max: 800 }), (of, days) => {
      expect(addDays(of, days)).toBe(Temporal.PlainDate.from(of).add({ days }).toString())
      expect(weekday(of)).toBe(Temporal.PlainDate.from(of).dayOfWeek % 7)
    }),
  )
})

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2027-08-31', 6, '2028-02-29'],
  ['2026-05-15', 6, '2026-11-15'],
])('%s and %i months is %s', (from, months, to) => {
  expect(addMonths(from, months)).toBe(to)
})
