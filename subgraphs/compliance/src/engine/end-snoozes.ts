import type { ClientBase } from 'pg'
import { announce, nobody, standingColumns, type Standing } from './announce.ts'
import { lastSequence } from './raise-alerts.ts'

/** The state to which an alert returns when it is no longer put off. */
export const stateOfWoken = `case when acknowledged_at is not null then 'ACKNOWLEDGED'
  when exists (select from alert_step s where s.alert_id = alert.id and s.kind = 'ESCALATED') then 'ESCALATED' else 'OPEN' end`

/**
 * Brings back what was put off until now, as it stood before, and tells everybody whom it is for. A rung of the ladder that came due
 * meanwhile is told at the same look.
 * @returns the number brought back
 */
export async function endSnoozes(client: ClientBase, now: Date, limit = 500): Promise<number> {
  const { rows: due } = await client.query<Standing>(
    `select ${standingColumns} from alert where state = 'SNOOZED' and snoozed_until <= $1 order by snoozed_until limit $2 for update`,
    [now, limit],
  )
  if (due.length === 0) return 0
  const last = await lastSequence(client)
  const woken = due.map((row, index) => ({ ...row, sequence: last + BigInt(index + 1) }))
  await client.query(
    `update alert set state = ${stateOfWoken}, snoozed_until = null, snoozed_by = null, sequence = n.sequence
     from jsonb_to_recordset($1::jsonb) as n(id uuid, sequence bigint) where alert.id = n.id`,
    [JSON.stringify(woken.map(({ id, sequence }) => ({ id, sequence: String(sequence) })))],
  )
  await announce(
    client,
    woken.map((row) => ({
      ...row,
      kind: 'SNOOZE_ENDED' as const,
      newRoles: row.roles,
      told: nobody,
      role: null,
    })),
    now,
  )
  return woken.length
}
