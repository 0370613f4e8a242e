import { newId } from '@cma/runtime/new-id'
import type { ClientBase } from 'pg'

type SystemEvent = {
  action: string
  centreId: string
  alertId: string
  caseId: string | null
  facts: Record<string, string | boolean | null>
}

/** Writes into the ledger what the engine itself did, in the transaction that did it. */
export async function recordSystemEvents(client: ClientBase, events: SystemEvent[], now: Date): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ action, centreId, alertId, caseId, facts }) => ({
    id: newId(),
    action,
    centreId,
    entities: [{ type: 'ComplianceAlert', id: alertId }, ...(caseId === null ? [] : [{ type: 'Case', id: caseId }])],
    facts,
  }))
  await client.query(
    `insert into audit.event (id, occurred_at, actor_kind, actor_id, centre_id, action, entities, facts)
     select id, $2, 'SYSTEM', 'compliance-engine', "centreId", action, entities, facts
     from jsonb_to_recordset($1::jsonb) as e(id uuid, "centreId" uuid, action text, entities jsonb, facts jsonb)`,
    [JSON.stringify(rows), now],
  )
}
