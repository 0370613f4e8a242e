import type { ClientBase } from 'pg'
import type { FactStore } from './project-event.ts'

/** Writes the facts of a batch back: four statements, however many cases. */
export async function saveFacts(client: ClientBase, { cases, anchors, appointments }: FactStore): Promise<void> {
  await client.query(
    `insert into case_fact (case_id, centre_id, type, jurisdiction, joint, stage, main_stage, stage_entered_at, adviser_id, opened_at,
       last_activity_at)
     select * from jsonb_to_recordset($1::jsonb) as f("caseId" uuid, "centreId" uuid, type text, jurisdiction text, joint boolean,
       stage text, "mainStage" text, "stageEnteredAt" timestamptz, "adviserId" uuid, "openedAt" timestamptz,
       "lastActivityAt" timestamptz)
     on conflict (case_id) do update set centre_id = excluded.centre_id, type = excluded.type, jurisdiction = excluded.jurisdiction,
       joint = excluded.joint, stage = excluded.stage, main_stage = excluded.main_stage, stage_entered_at = excluded.stage_entered_at,
       adviser_id = excluded.adviser_id, opened_at = excluded.opened_at, last_activity_at = excluded.last_activity_at`,
    [JSON.stringify([...cases.values()])],
  )
  const known = [...anchors].filter(([caseId]) => cases.has(caseId))
  const starts = known.flatMap(([caseId, keys]) =>
    [...keys].map(([key, at]) => ({ caseId, key, at, centreId: cases.get(caseId)!.centreId })),
  )
  // An anchor may go: an appointment that was marked as attended was not.
  await client.query(`delete from case_anchor where case_id = any($1)`, [known.map(([caseId]) => caseId)])
  await client.query(
    `insert into case_anchor (case_id, key, at, centre_id)
     select * from jsonb_to_recordset($1::jsonb) as a("caseId" uuid, key text, at timestamptz, "centreId" uuid)`,
    [JSON.stringify(starts)],
  )
  await client.query(
    `insert into appointment_fact (appointment_id, case_id, centre_id, kind, starts_at, adviser_id, state, note_id, note_due_at)
     select * from jsonb_to_recordset($1::jsonb) as a("appointmentId" uuid, "caseId" uuid, "centreId" uuid, kind text,
       "startsAt" timestamptz, "adviserId" uuid, state text, "noteId" uuid, "noteDueAt" timestamptz)
     on conflict (appointment_id) do update set kind = excluded.kind, starts_at = excluded.starts_at, adviser_id = excluded.adviser_id,
       state = excluded.state, note_id = excluded.note_id, note_due_at = excluded.note_due_at`,
    [JSON.stringify([...appointments.values()].flatMap((list) => [...list.values()]))],
  )
}
