import type { ClientBase } from 'pg'
import type { Moment } from '../catalogue/alert-kind.ts'
import { catalogue } from '../catalogue/catalogue.ts'
import type { AlertCode, AlertState } from '../generated/graphql.ts'
import { allWhoHaveIt, announce, nobody, standingColumns, type Happening, type Standing } from './announce.ts'
import { stateOfWoken } from './end-snoozes.ts'
import { planRungs } from './plan-rungs.ts'
import { lastSequence } from './raise-alerts.ts'
import { scheduleRungs } from './schedule.ts'

type Due = Standing & { code: AlertCode; state: AlertState; taken: boolean }

/**
 * Makes more severe what nobody has dealt with in time, and tells those whom that adds. They are told by an entry of their own in the
 * feed; who was told before is not told again, unless it was put off: then it comes back for everybody. The ladder begins anew from
 * the greater severity, where nobody has taken the alert.
 * @returns the number made more severe
 */
export async function escalateAlerts(client: ClientBase, { now, holidays }: Moment, limit = 500): Promise<number> {
  const { rows } = await client.query<Due>(
    `select ${standingColumns}, state, acknowledged_at is not null taken
     from alert where escalates_at <= $1 and state not in ('RESOLVED', 'EXPIRED') order by escalates_at limit $2 for update`,
    [now, limit],
  )
  const due = rows.filter((row) => catalogue[row.code].escalation !== undefined)
  if (due.length === 0) return 0
  const last = await lastSequence(client)
  const changes = due.map((row, index) => {
    const { severity, addRoles } = catalogue[row.code].escalation!
    const newRoles = [...new Set([...row.roles, ...addRoles])]
    const asleep = row.state === 'SNOOZED'
    const happening: Happening = {
      ...row,
      severity,
      kind: 'SEVERITY_RAISED',
      sequence: last + BigInt(index + 1),
      newRoles,
      told: asleep ? nobody : allWhoHaveIt(row),
      role: null,
    }
    return { ...row, severity, newRoles, happening }
  })
  const rungs = await planRungs(
    client,
    changes
      .filter(({ taken }) => !taken)
      .map(({ newRoles, ...row }) => ({ ...row, roles: newRoles, since: now, rising: false })),
    holidays,
  )
  await client.query(
    `update alert set severity = n.severity, recipient_roles = n."newRoles", sequence = n.sequence, escalates_at = null,
       escalation_step = escalation_step + 1, severity_since = $2, next_rung_at = n."nextAt", next_rung_role = n."nextRole",
       state = case when state = 'SNOOZED' then ${stateOfWoken} else state end, snoozed_until = null, snoozed_by = null
     from jsonb_to_recordset($1::jsonb) as n(id uuid, severity text, "newRoles" text[], sequence bigint, "nextAt" timestamptz, "nextRole" text)
     where alert.id = n.id`,
    [
      JSON.stringify(
        changes.map(({ id, severity, newRoles, happening }) => ({
          id,
          severity,
          newRoles,
          sequence: String(happening.sequence),
          nextAt: rungs.get(id)?.at ?? null,
          nextRole: rungs.get(id)?.role ?? null,
        })),
      ),
      now,
    ],
  )
  await scheduleRungs(
    client,
    [...rungs].map(([id, { at }]) => ({ id, at })),
  )
  await announce(
    client,
    changes.map(({ happening }) => happening),
    now,
  )
  return changes.length
}
