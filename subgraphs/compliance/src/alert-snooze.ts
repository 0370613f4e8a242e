import { catalogue } from './catalogue/catalogue.ts'
import type { AlertCode, AlertSeverity } from './generated/graphql.ts'
import type { Alert } from './generated/prisma/client.ts'
import { alertLifecycle } from './reference/alert-lifecycle.ts'
import { latestSnooze } from './rules/snooze.ts'

/** Until when an alert may be put off, and whether the law's deadline or the network's policy ends it; nothing when it may not be. */
export function snoozeLimit(
  { code, severity, dueAt, state }: Pick<Alert, 'code' | 'severity' | 'dueAt' | 'state'>,
  now: Date,
): { until: Date; byLaw: boolean; days: number } | undefined {
  if (state === 'RESOLVED' || state === 'EXPIRED') return undefined
  const { force } = catalogue[code as AlertCode]
  const until = latestSnooze({ severity: severity as AlertSeverity, force, dueAt }, alertLifecycle, now)
  const days = alertLifecycle.snooze.days[severity as AlertSeverity]
  return until && { until, byLaw: force === 'LAW' && until === dueAt, days }
}
