import { weekMs } from '../rules/days.ts'
import type { DashboardRow, Reading } from './dashboard.ts'

export type SlippingRow = { centreId: string; itemId: string; lateCases: number; lateAWeekAgo: number }

const most = 5

/** Of each centre, the items that are late in most of its open cases; one statement, however many centres. */
export function slippingItems({ centreIds, now }: DashboardRow, ctx: Reading): Promise<SlippingRow[]> {
  const weekAgo = new Date(now.getTime() - weekMs)
  return ctx.read(
    (db) => db.$queryRaw<SlippingRow[]>`
      with late as (
        select i.centre_id, i.item_id, (count(distinct i.case_id) filter (where not i.done))::int now,
          (count(distinct i.case_id) filter (where i.due_at < ${weekAgo} and (not i.done or i.done_at >= ${weekAgo})))::int before
        from case_checklist_item i join case_fact f on f.case_id = i.case_id and f.stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED')
        where i.centre_id = any (${centreIds}::uuid[]) and i.applies and i.due_at < ${now} and (not i.done or i.done_at >= ${weekAgo})
        group by i.centre_id, i.item_id
      ), ranked as (
        select *, row_number() over (partition by centre_id order by now desc, now - before desc, item_id) place from late where now > 0
      )
      select centre_id "centreId", item_id "itemId", now "lateCases", before "lateAWeekAgo" from ranked where place <= ${most} order by place`,
  )
}
