import type { Context } from '../context.ts'
import type { Totals } from '../rules/completion.ts'
import { completionPercentage } from '../rules/completion.ts'
import { addDays, type Day } from '../rules/days.ts'
import type { DashboardRow } from './dashboard.ts'

/** What a centre's open cases came to in one framework on a day. */
type Sum = Pick<Totals, 'doneWeight' | 'applicableWeight'> & {
  centreId: string
  code: string
  frameworkId: string
  takenOn: Day
  /** Weeks before today: 0 is now. */
  week: number
  overdueItems: number
}
type Now = Omit<Sum, 'takenOn' | 'week'> & { openCases: number }

export type PointRow = { takenOn: Day; completionPercentage: number; overdueItems: number }
export type CourseRow = {
  completionPercentage: number
  overdueItems: number
  /** Points gained against a week ago; null where there is no record. */
  change: number | null
  /** Against the first record of the time asked for. */
  since: number | null
  history: PointRow[]
}
export type FrameworkCourseRow = CourseRow & { frameworkId: string }
export type CentreCourseRow = CourseRow & {
  dashboard: DashboardRow
  centreId: string
  openCases: number
  byFramework: FrameworkCourseRow[]
}

/** How far each centre has come and how it got there, the lowest first. Three statements, however many centres, cases and weeks. */
export async function centres(row: DashboardRow, ctx: Context): Promise<CentreCourseRow[]> {
  const [now, counts, before] = await ctx.read((db) =>
    Promise.all([
      db.$queryRaw<Now[]>`
        select f.centre_id "centreId", w.code, (array_agg(w.id order by w.effective_from desc))[1] "frameworkId",
          sum(c.done_weight)::int "doneWeight", sum(c.applicable_weight)::int "applicableWeight", coalesce(sum(late.items), 0)::int "overdueItems"
        from case_fact f join case_checklist c on c.case_id = f.case_id join checklist l on l.id = c.checklist_id
        join framework w on w.id = l.framework_id
        left join (
          select case_checklist_id, count(*) items from case_checklist_item
          where centre_id = any (${row.centreIds}::uuid[]) and applies and not done and due_at < ${row.now} group by case_checklist_id
        ) late on late.case_checklist_id = c.id
        where f.centre_id = any (${row.centreIds}::uuid[]) and f.stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED')
        group by f.centre_id, w.code`,
      db.$queryRaw<Array<{ centreId: string; openCases: number }>>`
        select centre_id "centreId", count(*)::int "openCases" from case_fact
        where centre_id = any (${row.centreIds}::uuid[]) and stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED') group by centre_id`,
      // Of each week before today its last record: a day may be missing.
      db.$queryRaw<Sum[]>`
        with days as (
          select centre_id, (${row.today}::date - taken_on) / 7 as week, max(taken_on) taken_on from completion_snapshot
          where centre_id = any (${row.centreIds}::uuid[]) and taken_on <= ${addDays(row.today, -7)}::date
            and taken_on > ${addDays(row.today, -7 * (row.weeks + 1))}::date
          group by 1, 2
        )
        select s.centre_id "centreId", w.code, (array_agg(w.id))[1] "frameworkId", d.week::int, s.taken_on::text "takenOn",
          sum(s.done_weight)::int "doneWeight", sum(s.applicable_weight)::int "applicableWeight", sum(s.late_items)::int "overdueItems"
        from days d join completion_snapshot s using (centre_id, taken_on) join framework w on w.id = s.framework_id
        group by s.centre_id, w.code, d.week, s.taken_on`,
    ]),
  )
  const sums: Sum[] = [...before, ...now.map((one) => ({ ...one, takenOn: row.today, week: 0 }))]
  const byCentre = Map.groupBy(sums, ({ centreId }) => centreId)
  return row.centreIds
    .map((centreId): CentreCourseRow => {
      const own = byCentre.get(centreId) ?? []
      return {
        ...courseOf(own, row.today),
        dashboard: row,
        centreId,
        openCases: counts.find((one) => one.centreId === centreId)?.openCases ?? 0,
        byFramework: [...Map.groupBy(own, ({ code }) => code)]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([, ofFramework]) => ({
            ...courseOf(ofFramework, row.today),
            frameworkId: ofFramework.toSorted((a, b) => a.week - b.week)[0]!.frameworkId,
          })),
      }
    })
    .sort(
      (a, b) =>
        Number(a.openCases === 0) - Number(b.openCases === 0) ||
        a.completionPercentage - b.completionPercentage ||
        (a.centreId < b.centreId ? -1 : 1),
    )
}

/** One line over time out of the sums of its days; what is not there today has come to nothing, and so is complete. */
function courseOf(sums: Sum[], today: Day): CourseRow {
  const weeks = [...Map.groupBy(sums, ({ week }) => week)].sort(([a], [b]) => b - a)
  const history = weeks.map(([, ofDay]): PointRow => pointOf(ofDay, ofDay[0]!.takenOn))
  const now = weeks.at(-1)?.[0] === 0 ? history.at(-1)! : pointOf([], today)
  const points = weeks.at(-1)?.[0] === 0 ? history : [...history, now]
  const weekAgo = weeks.findIndex(([week]) => week === 1)
  const against = (point: PointRow | undefined) =>
    point === undefined ? null : now.completionPercentage - point.completionPercentage
  return {
    completionPercentage: now.completionPercentage,
    overdueItems: now.overdueItems,
    change: against(weekAgo === -1 ? undefined : history[weekAgo]),
    since: against(points.length > 1 ? points[0] : undefined),
    history: points,
  }
}

function pointOf(sums: Sum[], takenOn: Day): PointRow {
  const total = (key: 'doneWeight' | 'applicableWeight' | 'overdueItems') =>
    sums.reduce((sum, one) => sum + one[key], 0)
  return {
    takenOn,
    completionPercentage: completionPercentage({
      doneWeight: total('doneWeight'),
      applicableWeight: total('applicableWeight'),
    }),
    overdueItems: total('overdueItems'),
  }
}
