import type { ClientBase } from 'pg'
import type { Moment } from '../catalogue/alert-kind.ts'
import type { AlertCode, AlertSeverity } from '../generated/graphql.ts'
import { allWhoHaveIt, announce, standingColumns, type Happening, type Standing } from './announce.ts'
import { planRungs } from './plan-rungs.ts'
import { lastSequence } from './raise-alerts.ts'
import { scheduleRungs } from './schedule.ts'

type Due = Standing & { code: AlertCode; severity: AlertSeverity; role: string; since: Date; rising: boolean }

/**
 * Tells the next rung of the ladder about alerts that nobody has taken in time: adviser, manager, compliance officer. Taking an alert
 * stops it; while an alert is put off it stands still.
 * @returns the number of alerts that went up a rung
 */
export async function climbLadder(client: ClientBase, { now, holidays }: Moment, limit = 500): Promise<number> {
  const { rows: due } = await client.query<Due>(
    `select ${standingColumns}, next_rung_role role, severity_since since, escalates_at is not null rising
     from alert where next_rung_at <= $1 and state in ('OPEN', 'ESCALATED') order by next_rung_at limit $2 for update`,
    [now, limit],
  )
  if (due.length === 0) return 0
  const last = await lastSequence(client)
  const climbed = due.map((row, index) => {
    const happening: Happening = {
      ...row,
      kind: 'ESCALATED',
      sequence: last + BigInt(index + 1),
      newRoles: [...new Set([...row.roles, row.role])],
      told: allWhoHaveIt(row),
    }
    return { ...row, happening }
  })
  const next = await planRungs(
    client,
    climbed.map(({ happening, ...row }) => ({ ...row, roles: happening.newRoles })),
    holidays,
  )
  await client.query(
    `update alert a set state = 'ESCALATED', recipient_roles = n."newRoles", sequence = n.sequence, escalation_step = escalation_step + 1,
       next_rung_at = n."nextAt", next_rung_role = n."nextRole"
     from jsonb_to_recordset($1::jsonb) as n(id uuid, "newRoles" text[], sequence bigint, "nextAt" timestamptz, "nextRole" text)
     where a.id = n.id`,
    [
      JSON.stringify(
        climbed.map(({ id, happening }) => ({
          id,
          newRoles: happening.newRoles,
          sequence: String(happening.sequence),
          nextAt: next.get(id)?.at ?? null,
          nextRole: next.get(id)?.role ?? null,
        })),
      ),
    ],
  )
  await scheduleRungs(
    client,
    [...next].map(([id, { at }]) => ({ id, at })),
  )
  await announce(
    client,
    climbed.map(({ happening }) => happening),
    now,
  )
  return climbed.length
}
