import { addDays, londonDate } from '@cma/runtime'
import type { Context } from './context.ts'
import type { AlertSeverity } from './generated/graphql.ts'
import type { Alert } from './generated/prisma/client.ts'
import { mayReadAnywhere } from './policies.ts'
import { endOfDay, weekday } from './rules/days.ts'

const millisecondsOfDay = 86_400_000
/** Nobody is told of more than a quarter at once. */
const longestDays = 92
const shownAtMost = 10

/**
 * What happened while the viewer was away, and what is due: counts of alerts meant for them, by row security. A moment further back
 * than a quarter, or in the future, counts as the nearest that is not.
 */
export async function alertDigest(since: string, ctx: Context): Promise<DigestRow | null> {
  if (!mayReadAnywhere(ctx.viewer)) return null
  const now = ctx.services.clock.now()
  const earliest = now.getTime() - longestDays * millisecondsOfDay
  const from = new Date(Math.min(now.getTime(), Math.max(earliest, Date.parse(since))))
  const today = londonDate(now)
  const sunday = addDays(today, (7 - weekday(today)) % 7)
  const raised = { raisedAt: { gt: from, lte: now } }
  const untaken = { state: { in: ['OPEN', 'ESCALATED'] } }
  const open = { state: { notIn: ['RESOLVED', 'EXPIRED'] } }
  return ctx.read(async (db) => {
    const [bySeverity, escalated, back, alerts, overdue, dueToday, dueThisWeek] = await Promise.all([
      db.alert.groupBy({ by: ['severity'], where: raised, _count: { _all: true } }),
      db.alert.count({ where: { steps: { some: { kind: 'ESCALATED', at: { gt: from, lte: now } } } } }),
      db.alert.count({ where: { ...open, steps: { some: { kind: 'SNOOZE_ENDED', at: { gt: from, lte: now } } } } }),
      db.alert.findMany({ where: { ...raised, ...untaken }, orderBy: { sequence: 'desc' }, take: 100 }),
      db.alert.count({ where: { ...open, dueAt: { lt: now } } }),
      db.alert.count({ where: { ...open, dueAt: { gte: now, lte: endOfDay(today) } } }),
      db.alert.count({ where: { ...open, dueAt: { gte: now, lte: endOfDay(sunday) } } }),
    ])
    const counts = new Map(bySeverity.map(({ severity, _count }) => [severity, _count._all]))
    return {
      since: from,
      until: now,
      raised: [...counts.values()].reduce((sum, count) => sum + count, 0),
      bySeverity: gravest
        .filter((severity) => counts.has(severity))
        .map((severity) => ({ severity, alerts: counts.get(severity)! })),
      escalated,
      back,
      overdue,
      dueToday,
      dueThisWeek,
      alerts: alerts.toSorted((one, other) => rank(one.severity) - rank(other.severity)).slice(0, shownAtMost),
    }
  })
}

export type DigestRow = {
  since: Date
  until: Date
  raised: number
  bySeverity: { severity: string; alerts: number }[]
  escalated: number
  back: number
  overdue: number
  dueToday: number
  dueThisWeek: number
  alerts: Alert[]
}

const gravest: AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']
const rank = (severity: string) => gravest.indexOf(severity as AlertSeverity)
