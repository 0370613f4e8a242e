import { expect, test } from 'vitest'
import { urgentDates } from './most-urgent.ts'

const today = '2026-11-24'
const deadline = (dueAt: string, overdue = false) => ({
  nextDeadline: { dueAt, text: 'Verify the debts', code: 'C8-07', force: 'RULE' as const, overdue },
})

test('the worse severity comes first, even when it is due later', () => {
  const dates = urgentDates(
    {
      nextAction: { kind: 'EMERGENCY', dueOn: '2026-12-10', summary: 'Eviction' },
      compliance: deadline('2026-11-26T23:59:00Z'),
    },
    today,
  )
  expect(dates.map(({ kind, urgency }) => [kind, urgency])).toEqual([
    ['EMERGENCY', 'critical'],
    ['COMPLIANCE', 'high'],
  ])
})

test('of equal severity the earlier comes first', () => {
  const dates = urgentDates(
    {
      nextAction: { kind: 'TASK', dueOn: '2026-11-30', summary: 'Ring the court' },
      compliance: deadline('2026-11-28T12:00:00Z'),
    },
    today,
  )
  expect(dates.map(({ day }) => day)).toEqual(['2026-11-28', '2026-11-30'])
})

test('a deadline that the server calls overdue is critical', () => {
  expect(urgentDates({ nextAction: null, compliance: deadline('2026-11-24T09:00:00Z', true) }, today)[0]?.urgency).toBe(
    'critical',
  )
})

test('no date, nothing', () => {
  expect(urgentDates({ nextAction: null, compliance: null }, today)).toEqual([])
})
