import { bankHolidays } from '../calendars.ts'
import type { Context } from '../context.ts'
import type { AlertSeverity, AlertWait } from '../generated/graphql.ts'
import type { Alert } from '../generated/prisma/client.ts'
import { policyOfCentres } from '../reference/centre-policy.ts'
import { waitOf, waits, workingDaysSince } from '../rules/alert-wait.ts'
import type { DashboardRow, Reading } from './dashboard.ts'

type Counted = { severity: AlertSeverity; raisedOn: string; taken: boolean; alerts: number }

/** Open alerts of all whom they are for, by the day on which they were raised; one statement, however many centres. */
export function openAlertDays({ centreIds }: DashboardRow, ctx: Reading): Promise<Counted[]> {
  return ctx.read(
    (db) => db.$queryRaw<Counted[]>`
      select severity, raised_on::text "raisedOn", taken, alerts from open_alert_days(${centreIds}::uuid[])`,
  )
}

/** By severity and how long they have waited; nothing for what there is none of. */
export async function openAlerts(row: DashboardRow, ctx: Context) {
  const holidays = (await bankHolidays()).ENGLAND_WALES
  const counted = (await ctx.loaders.openAlertDays.load(row)).map(({ severity, raisedOn, alerts }) => {
    const days = workingDaysSince(raisedOn, row.today, holidays)
    return { severity, alerts, waited: waitOf(days), late: days > policyOfCentres.waitAtMost[severity] ? alerts : 0 }
  })
  const severities: AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']
  return severities.flatMap((severity) =>
    waits.flatMap((waited: AlertWait) => {
      const cell = counted.filter((one) => one.severity === severity && one.waited === waited)
      const sum = (key: 'alerts' | 'late') => cell.reduce((total, one) => total + one[key], 0)
      return cell.length === 0 ? [] : [{ severity, waited, alerts: sum('alerts'), overTarget: sum('late') }]
    }),
  )
}

export async function untakenCritical(row: DashboardRow, ctx: Context): Promise<number> {
  return (await ctx.loaders.openAlertDays.load(row))
    .filter(({ severity, taken }) => severity === 'CRITICAL' && !taken)
    .reduce((total, { alerts }) => total + alerts, 0)
}

/** Open alerts that the viewer may read, the oldest first. Row security decides which. */
export function waitingLongest({ centreIds }: DashboardRow, first: number, ctx: Context): Promise<Alert[]> {
  return ctx.read((db) =>
    db.alert.findMany({
      where: { centreId: { in: centreIds }, state: { notIn: ['RESOLVED', 'EXPIRED'] } },
      orderBy: [{ raisedAt: 'asc' }, { id: 'asc' }],
      take: Math.min(Math.max(first, 1), 20),
    }),
  )
}
