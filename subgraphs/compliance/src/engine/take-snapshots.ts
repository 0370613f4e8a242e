import type { ClientBase } from 'pg'
import type { Day } from '../rules/days.ts'

/**
 * Keeps how far each centre's open cases have come, once for a day: one statement over all centres, and nothing where it is done.
 * @param now what is due before it counts as late
 * @returns whether they were taken now or before; nothing while there are no open cases
 */
export async function takeSnapshots(
  client: ClientBase,
  { today, now }: { today: Day; now: Date },
): Promise<'TAKEN' | 'TAKEN_BEFORE' | 'NOTHING'> {
  const { rows } = await client.query(`select 1 from completion_snapshot where taken_on = $1 limit 1`, [today])
  if (rows.length > 0) return 'TAKEN_BEFORE'
  const { rowCount } = await client.query(
    `insert into completion_snapshot (centre_id, framework_id, taken_on, open_cases, done_weight, applicable_weight, late_items)
     select f.centre_id, l.framework_id, $1, count(distinct f.case_id), sum(c.done_weight), sum(c.applicable_weight), coalesce(sum(late.items), 0)
     from case_fact f join case_checklist c on c.case_id = f.case_id join checklist l on l.id = c.checklist_id
     left join (
       select case_checklist_id, count(*) items from case_checklist_item where applies and not done and due_at < $2 group by case_checklist_id
     ) late on late.case_checklist_id = c.id
     where f.stage not in ('CLOSED', 'DECEASED', 'TRANSFERRED')
     group by f.centre_id, l.framework_id
     on conflict do nothing`,
    [today, now],
  )
  return rowCount === 0 ? 'NOTHING' : 'TAKEN'
}
