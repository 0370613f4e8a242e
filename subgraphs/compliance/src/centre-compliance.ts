import { GraphQLError } from 'graphql'
import { bankHolidays } from './calendars.ts'
import { statusOfCase } from './case-compliance.ts'
import { summariesOfCentre, type CaseSummary } from './case-summary.ts'
import type { Context } from './context.ts'
import type { AlertSeverity, ComplianceStatus } from './generated/graphql.ts'
import { may } from './policies.ts'
import { completionPercentage } from './rules/completion.ts'

/** A centre's open cases, as they stand at one moment. */
export type CentreRow = { centreId: string; cases: Array<CaseSummary & { status: ComplianceStatus }> }
export type FrameworkRow = { frameworkId: string; completionPercentage: number; overdueItems: number }
export type AdviserRow = { adviserId: string | null; cases: number; completionPercentage: number; overdueItems: number }

/** Null for those who do not oversee the centre. */
export async function centreCompliance(centreId: string, ctx: Context): Promise<CentreRow | null> {
  if (!may(ctx.viewer, 'OVERSEE_CENTRE', centreId)) return null
  const now = ctx.services.clock.now()
  const holidays = await bankHolidays()
  const cases = await ctx.read((db) => summariesOfCentre(db, centreId, now))
  return { centreId, cases: cases.map((one) => ({ ...one, status: statusOfCase(one, now, holidays) })) }
}

export async function requireCentreCompliance(centreId: string, ctx: Context): Promise<CentreRow> {
  const row = await centreCompliance(centreId, ctx)
  if (row !== null) return row
  throw new GraphQLError(
    "You can't see how this centre stands: it is for its supervisors and managers, and for compliance officers and auditors",
    {
      extensions: { code: 'FORBIDDEN' },
    },
  )
}

export function sumsOf(cases: CaseSummary[]): { completionPercentage: number; overdueItems: number } {
  const sum = (key: 'doneWeight' | 'applicableWeight' | 'lateItems') =>
    cases.reduce((total, one) => total + one[key], 0)
  return {
    completionPercentage: completionPercentage({
      doneWeight: sum('doneWeight'),
      applicableWeight: sum('applicableWeight'),
    }),
    overdueItems: sum('lateItems'),
  }
}

export function byStatus({ cases }: CentreRow): Array<{ status: ComplianceStatus; cases: number }> {
  return [...Map.groupBy(cases, (one) => one.status)]
    .map(([status, list]) => ({ status, cases: list.length }))
    .sort((a, b) => b.cases - a.cases)
}

export function byAdviser({ cases }: CentreRow): AdviserRow[] {
  return [...Map.groupBy(cases, (one) => one.adviserId)]
    .map(([adviserId, list]) => ({ adviserId, cases: list.length, ...sumsOf(list) }))
    .sort((a, b) => b.overdueItems - a.overdueItems || b.cases - a.cases)
}

export async function byFramework({ centreId }: CentreRow, ctx: Context): Promise<FrameworkRow[]> {
  const now = ctx.services.clock.now()
  const rows = await ctx.read(
    (db) => db.$queryRaw<
      Array<{ frameworkId: string; doneWeight: number; applicableWeight: number; overdueItems: number }>
    >`
      select l.framework_id "frameworkId", sum(c.done_weight)::int "doneWeight", sum(c.applicable_weight)::int "applicableWeight",
        coalesce(sum(late.items), 0)::int "overdueItems"
      from case_checklist c
      join case_fact f on f.case_id = c.case_id and f.stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED')
      join checklist l on l.id = c.checklist_id
      left join (
        select case_checklist_id, count(*) items from case_checklist_item
        where centre_id = ${centreId}::uuid and applies and not done and due_at < ${now} group by case_checklist_id
      ) late on late.case_checklist_id = c.id
      where c.centre_id = ${centreId}::uuid
      group by l.framework_id`,
  )
  return rows.map(({ frameworkId, overdueItems, ...weights }) => ({
    frameworkId,
    overdueItems,
    completionPercentage: completionPercentage(weights),
  }))
}

export async function openAlerts(
  { centreId }: CentreRow,
  ctx: Context,
): Promise<Array<{ severity: AlertSeverity; alerts: number }>> {
  return ctx.read(
    (db) =>
      db.$queryRaw<
        Array<{ severity: AlertSeverity; alerts: number }>
      >`select severity, alerts::int from open_alert_counts(${centreId}::uuid)`,
  )
}
