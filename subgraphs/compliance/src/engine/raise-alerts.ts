import { newId } from '@cma/runtime/new-id'
import { londonDate } from '@cma/runtime/london-date'
import type { ClientBase } from 'pg'
import type { AlertDraft, AlertKind, AlertRole, Moment } from '../catalogue/alert-kind.ts'
import { catalogue } from '../catalogue/catalogue.ts'
import { alertsRaised } from '../metrics.ts'
import { endOfDay } from '../rules/days.ts'
import { addWorkingDays } from '../rules/working-days.ts'
import { recordSystemEvents } from './record-system-events.ts'
import { planRungs } from './plan-rungs.ts'
import { scheduleAlerts, scheduleRungs } from './schedule.ts'

/**
 * Raises what has not been raised yet: a matter that is open, or that a person has closed, stays as it is; one that the facts closed
 * is raised anew when it comes back. Nobody else writes alerts or their feed, so the sequence is the order of commits.
 * @returns the number raised
 */
export async function raiseAlerts(client: ClientBase, drafts: AlertDraft[], moment: Moment): Promise<number> {
  const wanted = new Map(drafts.map((draft) => [draft.key, draft]))
  if (wanted.size === 0) return 0
  const { rows: known } = await client.query<{ key: string; occurrence: number; closedByFacts: boolean }>(
    `select distinct on (dedupe_key) dedupe_key key, occurrence, state = 'RESOLVED' and resolved_by is null "closedByFacts"
     from alert where dedupe_key = any($1) order by dedupe_key, occurrence desc`,
    [[...wanted.keys()]],
  )
  const latest = new Map(known.map((row) => [row.key, row]))
  const fresh = [...wanted.values()].filter(({ key }) => latest.get(key)?.closedByFacts ?? true)
  if (fresh.length === 0) return 0
  const last = await lastSequence(client)
  const raised = fresh.map((draft, index) =>
    alertRow(draft, {
      sequence: last + BigInt(index + 1),
      occurrence: (latest.get(draft.key)?.occurrence ?? 0) + 1,
      moment,
    }),
  )
  const rungs = await planRungs(
    client,
    raised.map((row) => ({ ...row, since: moment.now, rising: row.escalatesAt !== null })),
    moment.holidays,
  )
  const rows = raised.map((row) => ({
    ...row,
    nextRungAt: rungs.get(row.id)?.at ?? null,
    nextRungRole: rungs.get(row.id)?.role ?? null,
  }))
  await insertAlerts(client, rows, moment.now)
  await scheduleAlerts(client, rows)
  await scheduleRungs(
    client,
    [...rungs].map(([id, { at }]) => ({ id, at })),
  )
  await recordSystemEvents(
    client,
    rows.map(({ id, code, severity, centreId, caseId }) => ({
      action: 'compliance.alert.raised',
      centreId,
      alertId: id,
      caseId,
      facts: { alertId: id, code, severity, caseId },
    })),
    moment.now,
  )
  for (const { code, severity } of rows) alertsRaised.add(1, { code, severity })
  return rows.length
}

/** The last place in the feed, 0 when there is none. */
export async function lastSequence(client: Pick<ClientBase, 'query'>): Promise<bigint> {
  const { rows } = await client.query<{ last: string }>(`select coalesce(max(sequence), 0) last from alert_feed`)
  return BigInt(rows[0]!.last)
}

function alertRow(
  draft: AlertDraft,
  { sequence, occurrence, moment }: { sequence: bigint; occurrence: number; moment: Moment },
) {
  const kind = catalogue[draft.code]
  return {
    id: newId(),
    sequence: String(sequence),
    code: draft.code,
    severity: draft.severity ?? kind.severity,
    key: draft.key,
    occurrence,
    centreId: draft.centreId,
    caseId: draft.caseId,
    itemId: draft.itemId ?? null,
    noteId: draft.noteId ?? null,
    appointmentId: draft.appointmentId ?? null,
    matterKind: draft.matter?.kind ?? null,
    matterId: draft.matter?.id ?? null,
    roles: rolesOf(kind, draft),
    toCaseAdviser: kind.recipients.caseAdviser,
    toHandler: kind.recipients.handler ?? false,
    handlerId: (kind.recipients.handler && draft.matter?.handlerId) ?? null,
    dueAt: draft.dueAt,
    causeEventId: draft.causeEventId ?? null,
    facts: draft.facts,
    escalatesAt: draft.growsAt ?? escalatesAt(kind, draft.dueAt ?? moment.now, moment),
  }
}

/** Where there is no case there is no adviser: those in the adviser's place have it. */
function rolesOf({ recipients }: AlertKind, { caseId }: AlertDraft): AlertRole[] {
  const standIns: AlertRole[] = recipients.caseAdviser && caseId === null ? ['SUPERVISOR', 'CENTRE_MANAGER'] : []
  return [...new Set([...recipients.roles, ...standIns])]
}

/** The first moment after the last of the working days that an alert is given. */
function escalatesAt({ escalation }: AlertKind, from: Date, { holidays }: Moment): Date | null {
  if (escalation?.workingDays === undefined) return null
  const day = addWorkingDays(londonDate(from), escalation.workingDays, holidays.ENGLAND_WALES)
  return new Date(endOfDay(day).getTime() + 1)
}

type AlertRow = ReturnType<typeof alertRow> & { nextRungAt: Date | null; nextRungRole: string | null }

async function insertAlerts(client: ClientBase, rows: AlertRow[], now: Date): Promise<void> {
  const json = JSON.stringify(rows.map((row) => ({ ...row, stepId: newId() })))
  await client.query(
    `insert into alert (id, sequence, code, severity, state, dedupe_key, occurrence, centre_id, case_id, case_checklist_item_id, note_id,
       appointment_id, matter_kind, matter_id, recipient_roles, to_case_adviser, to_handler, handler_id, raised_at, due_at,
       cause_event_id, facts, escalates_at, severity_since, next_rung_at, next_rung_role)
     select id, sequence, code, severity, 'OPEN', key, occurrence, "centreId", "caseId", "itemId", "noteId", "appointmentId", "matterKind", "matterId",
       roles, "toCaseAdviser", "toHandler", "handlerId", $2, "dueAt", "causeEventId", facts, "escalatesAt",
       $2, "nextRungAt", "nextRungRole"
     from jsonb_to_recordset($1::jsonb) as a(id uuid, sequence bigint, code text, severity text, key text, occurrence int, "centreId" uuid,
       "caseId" uuid, "itemId" uuid, "noteId" uuid, "appointmentId" uuid, "matterKind" text, "matterId" uuid, roles text[], "toCaseAdviser" boolean,
       "toHandler" boolean, "handlerId" uuid, "dueAt" timestamptz,
       "causeEventId" uuid, facts jsonb, "escalatesAt" timestamptz, "nextRungAt" timestamptz, "nextRungRole" text)`,
    [json, now],
  )
  await client.query(
    `insert into alert_step (id, alert_id, centre_id, kind, at, severity)
     select "stepId", id, "centreId", 'RAISED', $2, severity
     from jsonb_to_recordset($1::jsonb) as a("stepId" uuid, id uuid, "centreId" uuid, severity text)`,
    [json, now],
  )
  await client.query(
    `insert into alert_feed (sequence, alert_id, centre_id, to_roles, to_case_adviser, told_roles, told_case_adviser, at)
     select sequence, id, "centreId", roles, "toCaseAdviser", '{}', false, $2
     from jsonb_to_recordset($1::jsonb) as a(sequence bigint, id uuid, "centreId" uuid, roles text[], "toCaseAdviser" boolean)`,
    [json, now],
  )
}
