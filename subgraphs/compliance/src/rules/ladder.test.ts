import { expect, test } from 'vitest'
import { bankHolidays } from '../calendars.ts'
import type { AlertSeverity } from '../generated/graphql.ts'
import { alertLifecycle } from '../reference/alert-lifecycle.ts'
import { nextRung } from './ladder.ts'

const holidays = await bankHolidays()
const since = new Date('2026-11-24T10:00:00Z') // a Tuesday, at work
const next = (severity: AlertSeverity, roles: string[]) =>
  nextRung({ severity, since, roles }, alertLifecycle, holidays.ENGLAND_WALES)

test.each<[AlertSeverity, string[], string, string]>([
  ['CRITICAL', [], 'CENTRE_MANAGER', '2026-11-24T14:00:00.000Z'],
  ['CRITICAL', ['CENTRE_MANAGER'], 'COMPLIANCE_OFFICER', '2026-11-25T10:00:00.000Z'],
  ['CRITICAL', ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'], 'COMPLIANCE_OFFICER', '2026-11-25T10:00:00.000Z'],
  ['HIGH', [], 'CENTRE_MANAGER', '2026-11-25T10:00:00.000Z'],
  ['HIGH', ['CENTRE_MANAGER'], 'COMPLIANCE_OFFICER', '2026-11-27T10:00:00.000Z'],
  ['MEDIUM', [], 'CENTRE_MANAGER', '2026-12-01T10:00:00.000Z'],
])('%s with %j goes to %s', (severity, roles, role, at) => {
  expect(next(severity, roles)).toEqual({ role, at: new Date(at) })
})

test.each<[AlertSeverity, string[], string]>([
  ['LOW', [], 'has no ladder'],
  ['MEDIUM', ['CENTRE_MANAGER'], 'ends at the manager'],
  ['HIGH', ['COMPLIANCE_OFFICER'], 'does not go down again'],
  ['CRITICAL', ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'], 'is at the top'],
])('%s with %j %s', (severity, roles) => {
  expect(next(severity, roles)).toBeUndefined()
})
