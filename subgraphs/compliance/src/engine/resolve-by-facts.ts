import { newId } from '@cma/runtime/new-id'
import type { ClientBase } from 'pg'
import type { AlertDraft } from '../catalogue/alert-kind.ts'
import { recordSystemEvents } from './record-system-events.ts'

/**
 * Closes the open alerts of cases, matters or centres whose condition no longer holds.
 * @param codes the kinds that conditions of these raise
 * @param holding what holds now, of all of these
 * @returns the number closed
 */
export async function resolveByFacts(
  client: ClientBase,
  {
    of,
    ids,
    codes,
    holding,
    now,
  }: { of: 'case_id' | 'matter_id' | 'centre_id'; ids: string[]; codes: string[]; holding: AlertDraft[]; now: Date },
): Promise<number> {
  const { rows } = await client.query<{
    id: string
    centreId: string
    caseId: string | null
    code: string
    severity: string
  }>(
    `update alert set state = 'RESOLVED', resolved_at = $4, resolution = 'by the facts', escalates_at = null,
       next_rung_at = null, next_rung_role = null, snoozed_until = null, snoozed_by = null
     where ${of} = any($1) and code = any($2) and state not in ('RESOLVED', 'EXPIRED') and not dedupe_key = any($3)
     returning id, centre_id "centreId", case_id "caseId", code, severity`,
    [ids, codes, holding.map(({ key }) => key), now],
  )
  if (rows.length === 0) return 0
  await client.query(
    `insert into alert_step (id, alert_id, centre_id, kind, at)
     select "stepId", id, "centreId", 'RESOLVED_BY_FACTS', $2 from jsonb_to_recordset($1::jsonb) as a("stepId" uuid, id uuid, "centreId" uuid)`,
    [JSON.stringify(rows.map((row) => ({ ...row, stepId: newId() }))), now],
  )
  await recordSystemEvents(
    client,
    rows.map(({ id, centreId, caseId, code, severity }) => ({
      action: 'compliance.alert.resolved',
      centreId,
      alertId: id,
      caseId,
      facts: { alertId: id, code, severity, caseId, byFacts: true },
    })),
    now,
  )
  return rows.length
}
