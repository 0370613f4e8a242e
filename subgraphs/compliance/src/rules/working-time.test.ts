import { expect, test } from 'vitest'
import { bankHolidays } from '../calendars.ts'
import { addWorkingHours, hoursOfWorkingDay } from './working-time.ts'

const holidays = await bankHolidays()
const at = { from: '09:00', to: '17:00', weekdays: [1, 2, 3, 4, 5] }

test.each([
  ['within a morning', '2026-11-24T09:30:00Z', 2, '2026-11-24T11:30:00.000Z'],
  ['up to the minute of closing', '2026-11-24T13:00:00Z', 4, '2026-11-24T17:00:00.000Z'],
  ['into the next morning', '2026-11-24T15:00:00Z', 4, '2026-11-25T11:00:00.000Z'],
  ['from before work', '2026-11-24T05:00:00Z', 4, '2026-11-24T13:00:00.000Z'],
  ['from after work', '2026-11-24T20:00:00Z', 4, '2026-11-25T13:00:00.000Z'],
  ['over a weekend', '2026-11-20T16:00:00Z', 4, '2026-11-23T12:00:00.000Z'],
  ['from a Saturday', '2026-11-21T12:00:00Z', 4, '2026-11-23T13:00:00.000Z'],
  ['over Good Friday and Easter Monday, in summer time', '2026-04-02T15:00:00Z', 4, '2026-04-07T11:00:00.000Z'],
  ['over the clocks going forward', '2026-03-27T16:00:00Z', 4, '2026-03-30T11:00:00.000Z'],
  ['over the clocks going back', '2026-10-23T15:00:00Z', 4, '2026-10-26T12:00:00.000Z'],
  ['none, within hours', '2026-11-24T10:00:00Z', 0, '2026-11-24T10:00:00.000Z'],
])('%s', (_, from, hours, to) => {
  expect(addWorkingHours(new Date(from), hours, { at, holidays: holidays.ENGLAND_WALES }).toISOString()).toBe(to)
})

test('a bank holiday of Scotland alone stops the clock there and not in England', () => {
  const from = new Date('2026-11-27T16:00:00Z') // the Friday before St Andrew's Day, Monday 30 November
  const after = (law: 'SCOTLAND' | 'ENGLAND_WALES') =>
    addWorkingHours(from, 4, { at, holidays: holidays[law] }).toISOString()
  expect([after('SCOTLAND'), after('ENGLAND_WALES')]).toEqual(['2026-12-01T12:00:00.000Z', '2026-11-30T12:00:00.000Z'])
})

test('a working day is as long as its hours', () => {
  expect(hoursOfWorkingDay(at)).toBe(8)
  expect(hoursOfWorkingDay({ ...at, from: '09:30', to: '16:00' })).toBe(6.5)
})
