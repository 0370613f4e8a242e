import type { AlertSeverity, Force } from '../generated/graphql.ts'
import type { AlertLifecycle } from '../reference/alert-lifecycle.ts'

const millisecondsOfDay = 86_400_000

/**
 * The last moment until which an alert may be put off. What the law asks for is not put off beyond its deadline; nothing when that
 * has passed, or when the law sets none and asks for it at once.
 */
export function latestSnooze(
  { severity, force, dueAt }: { severity: AlertSeverity; force: Force; dueAt: Date | null },
  { snooze }: Pick<AlertLifecycle, 'snooze'>,
  now: Date,
): Date | undefined {
  const latest = new Date(now.getTime() + snooze.days[severity] * millisecondsOfDay)
  if (force !== 'LAW') return latest
  if (dueAt === null || dueAt <= now) return undefined
  return dueAt < latest ? dueAt : latest
}
