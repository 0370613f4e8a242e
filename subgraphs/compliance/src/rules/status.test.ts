import { expect, test } from 'vitest'
import { bankHolidays } from '../calendars.ts'
import { noTotals, type Totals } from './completion.ts'
import { endOfDay } from './days.ts'
import { complianceStatus } from './status.ts'

const holidays = (await bankHolidays()).ENGLAND_WALES
const some: Totals = { ...noTotals, applicableWeight: 10, openItems: 3, itemsInPlay: 4 }

type Times = { lateItems?: number; nextDueAt?: Date | null; now?: Date }
const status = (
  totals: Totals,
  { lateItems = 0, nextDueAt = null, now = new Date('2026-11-24T12:00:00Z') }: Times = {},
) => complianceStatus(totals, { lateItems, nextDueAt, now, holidays })

test.each<[string, Totals, Times, string]>([
  ['nothing applies', { ...noTotals, applicableWeight: 4 }, {}, 'EXEMPT'],
  ['nothing has been done', some, {}, 'PENDING'],
  ['something has been begun', { ...some, begunItems: 1 }, {}, 'IN_PROGRESS'],
  ['everything is done', { ...some, openItems: 0, begunItems: 4, doneWeight: 10 }, {}, 'COMPLIANT'],
  ['somebody is waited for', { ...some, begunItems: 1, awaitingItems: 1 }, {}, 'REQUIRES_REVIEW'],
  ['something is late', { ...some, awaitingItems: 1 }, { lateItems: 1, nextDueAt: new Date('2026-11-20') }, 'OVERDUE'],
  ['something has failed, and more is late', { ...some, failedItems: 1 }, { lateItems: 2 }, 'NON_COMPLIANT'],
])('%s', (_, totals, times, expected) => {
  expect(status(totals, times)).toBe(expected)
})

test.each([
  ['today', '2026-11-24', 'AT_RISK'],
  ['in one working day', '2026-11-25', 'AT_RISK'],
  ['in two working days', '2026-11-26', 'AT_RISK'],
  ['in three working days', '2026-11-27', 'PENDING'],
])('due %s', (_, day, expected) => {
  expect(status(some, { nextDueAt: endOfDay(day) })).toBe(expected)
})

test('weekends and bank holidays do not count towards the two working days', () => {
  const christmasEve = new Date('2026-12-24T12:00:00Z')
  expect(status(some, { now: christmasEve, nextDueAt: endOfDay('2026-12-30') })).toBe('AT_RISK')
  expect(status(some, { now: christmasEve, nextDueAt: endOfDay('2026-12-31') })).toBe('PENDING')
})

test('at risk is said before that somebody is waited for', () => {
  expect(status({ ...some, awaitingItems: 1 }, { nextDueAt: endOfDay('2026-11-25') })).toBe('AT_RISK')
})
