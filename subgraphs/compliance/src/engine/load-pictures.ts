import type { ClientBase } from 'pg'
import type { AppointmentFact, CaseFact, CaseItem, CasePicture } from './case-picture.ts'
import type { FactStore } from './project-event.ts'

/** Loads the facts of cases: three statements, however many cases. */
export async function loadFacts(client: ClientBase, caseIds: string[]): Promise<FactStore> {
  const cases = await client.query<CaseFact>(
    `select case_id "caseId", centre_id "centreId", type, jurisdiction, joint, stage, main_stage "mainStage",
       stage_entered_at "stageEnteredAt", adviser_id "adviserId", opened_at "openedAt", last_activity_at "lastActivityAt"
     from case_fact where case_id = any($1)`,
    [caseIds],
  )
  const anchors = await client.query<{ caseId: string; key: string; at: Date }>(
    `select case_id "caseId", key, at from case_anchor where case_id = any($1)`,
    [caseIds],
  )
  const appointments = await client.query<AppointmentFact>(
    `select appointment_id "appointmentId", case_id "caseId", centre_id "centreId", kind, starts_at "startsAt", adviser_id "adviserId",
       state, note_id "noteId", note_due_at "noteDueAt"
     from appointment_fact where case_id = any($1)`,
    [caseIds],
  )
  return {
    cases: new Map(cases.rows.map((row) => [row.caseId, row])),
    anchors: byCase(anchors.rows, (row) => [row.key, row.at]),
    appointments: byCase(appointments.rows, (row) => [row.appointmentId, row]),
  }
}

/**
 * Loads cases whole, with their checklists locked against commands: two statements besides the facts. Locks are taken in the order
 * of ids; a command locks one checklist, so neither waits for the other in a circle.
 */
export async function loadPictures(client: ClientBase, facts: FactStore): Promise<CasePicture[]> {
  const caseIds = [...facts.cases.keys()]
  await client.query(`select 1 from case_checklist where case_id = any($1) order by id for update`, [caseIds])
  const { rows } = await client.query<CaseItem>(
    `select i.id, i.case_checklist_id "caseChecklistId", i.case_id "caseId", r.code, r.text, r.rule_reference "ruleReference", r.weight,
       r.mandatory, r.stage, r.joint_only "jointOnly", r.not_for_case_types "notForCaseTypes",
       coalesce(r.jurisdictions, '{}') jurisdictions, coalesce(r.only_when, '{}') "onlyWhen", r.clock, r.overdue_alert "overdueAlert",
       i.retired, i.applies, i.sign_off "signOff", i.started_at "startedAt", i.evidence_count "evidenceCount",
       i.signed_off_at "signedOffAt", i.decision, i.waived_until::text "waivedUntil", i.done, i.done_at "doneAt", i.due_at "dueAt"
     from case_checklist_item i join checklist_item r on r.id = i.item_id
     where i.case_id = any($1)`,
    [caseIds],
  )
  const items = Map.groupBy(rows, (row) => row.caseId)
  return [...facts.cases.values()].map((fact) => ({
    fact,
    anchors: facts.anchors.get(fact.caseId) ?? new Map(),
    appointments: [...(facts.appointments.get(fact.caseId)?.values() ?? [])],
    items: items.get(fact.caseId) ?? [],
  }))
}

function byCase<Row extends { caseId: string }, Value>(
  rows: Row[],
  entry: (row: Row) => [string, Value],
): Map<string, Map<string, Value>> {
  return new Map(
    [...Map.groupBy(rows, (row) => row.caseId)].map(([caseId, list]) => [caseId, new Map(list.map(entry))]),
  )
}
