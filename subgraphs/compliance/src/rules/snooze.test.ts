import { expect, test } from 'vitest'
import { alertLifecycle } from '../reference/alert-lifecycle.ts'
import type { AlertSeverity, Force } from '../generated/graphql.ts'
import { latestSnooze } from './snooze.ts'

const now = new Date('2026-11-24T10:00:00Z')
const latest = (force: Force, dueAt: string | null, severity: AlertSeverity = 'HIGH') =>
  latestSnooze({ severity, force, dueAt: dueAt === null ? null : new Date(dueAt) }, alertLifecycle, now)?.toISOString()

test.each<[string, string | undefined, string | undefined]>([
  ['policy: a fortnight, whatever its deadline', latest('POLICY', '2026-11-25T00:00:00Z'), '2026-12-08T10:00:00.000Z'],
  ['policy, late: a fortnight', latest('POLICY', '2026-11-01T00:00:00Z'), '2026-12-08T10:00:00.000Z'],
  ['a rule without a deadline: a fortnight', latest('RULE', null), '2026-12-08T10:00:00.000Z'],
  ['critical: a day', latest('RULE', null, 'CRITICAL'), '2026-11-25T10:00:00.000Z'],
  ['law: not beyond its deadline', latest('LAW', '2026-11-26T23:59:59.999Z'), '2026-11-26T23:59:59.999Z'],
  ['law, far off: a fortnight', latest('LAW', '2027-01-26T23:59:59.999Z'), '2026-12-08T10:00:00.000Z'],
  ['law, critical, near: a day', latest('LAW', '2026-11-26T23:59:59.999Z', 'CRITICAL'), '2026-11-25T10:00:00.000Z'],
  ['law, at its deadline: not at all', latest('LAW', '2026-11-24T10:00:00Z'), undefined],
  ['law, at once: not at all', latest('LAW', null), undefined],
])('%s', (_, found, expected) => expect(found).toBe(expected))
