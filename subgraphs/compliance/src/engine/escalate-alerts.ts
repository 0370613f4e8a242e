import { newId } from '@cma/runtime/new-id'
import type { ClientBase } from 'pg'
import { catalogue } from '../catalogue/catalogue.ts'
import type { AlertCode } from '../generated/graphql.ts'
import { lastSequence } from './raise-alerts.ts'
import { recordSystemEvents } from './record-system-events.ts'

type Due = {
  id: string
  code: AlertCode
  centreId: string
  caseId: string | null
  roles: string[]
  toCaseAdviser: boolean
}

/**
 * Makes more severe what nobody has dealt with in time, and tells those whom that adds. They are told by an entry of their own in the
 * feed; who was told before is not told again.
 * @returns the number made more severe
 */
export async function escalateAlerts(client: ClientBase, now: Date, limit = 500): Promise<number> {
  const { rows } = await client.query<Due>(
    `select id, code, centre_id "centreId", case_id "caseId", recipient_roles roles, to_case_adviser "toCaseAdviser"
     from alert where escalates_at <= $1 and state not in ('RESOLVED', 'EXPIRED') order by escalates_at limit $2 for update`,
    [now, limit],
  )
  const due = rows.filter((row) => catalogue[row.code].escalation !== undefined)
  if (due.length === 0) return 0
  const last = await lastSequence(client)
  const changes = due.map((row, index) => {
    const { severity, addRoles } = catalogue[row.code].escalation!
    return {
      ...row,
      stepId: newId(),
      severity,
      sequence: String(last + BigInt(index + 1)),
      newRoles: [...new Set([...row.roles, ...addRoles])],
    }
  })
  const json = JSON.stringify(changes)
  await client.query(
    `update alert a set severity = n.severity, recipient_roles = n."newRoles", sequence = n.sequence, escalates_at = null,
       escalation_step = escalation_step + 1
     from jsonb_to_recordset($1::jsonb) as n(id uuid, severity text, "newRoles" text[], sequence bigint) where a.id = n.id`,
    [json],
  )
  await client.query(
    `insert into alert_step (id, alert_id, centre_id, kind, at, severity)
     select "stepId", id, "centreId", 'SEVERITY_RAISED', $2, severity from jsonb_to_recordset($1::jsonb) as n("stepId" uuid, id uuid, "centreId" uuid, severity text)`,
    [json, now],
  )
  await client.query(
    `insert into alert_feed (sequence, alert_id, centre_id, to_roles, to_case_adviser, told_roles, told_case_adviser, at)
     select sequence, id, "centreId", "newRoles", "toCaseAdviser", roles, "toCaseAdviser", $2
     from jsonb_to_recordset($1::jsonb) as n(sequence bigint, id uuid, "centreId" uuid, "newRoles" text[], "toCaseAdviser" boolean, roles text[])`,
    [json, now],
  )
  await recordSystemEvents(
    client,
    changes.map(({ id, centreId, caseId, code, severity }) => ({
      action: 'compliance.alert.escalated',
      centreId,
      alertId: id,
      caseId,
      facts: { alertId: id, code, severity, caseId },
    })),
    now,
  )
  return changes.length
}
