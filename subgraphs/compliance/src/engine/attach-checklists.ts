import { newId } from '@cma/runtime/new-id'
import { londonDate } from '@cma/runtime/london-date'
import type { ClientBase } from 'pg'
import { checklistApplies } from '../rules/applicability.ts'
import type { CaseFact } from './case-picture.ts'
import type { FactStore } from './project-event.ts'

type Version = {
  checklistId: string
  frameworkCode: string
  checklistCode: string
  level: string
  caseTypes: string[]
  attachWhen: string[]
  jurisdictions: string[]
  from: string
  to: string | null
  items: Array<{ id: string; signOff: string }>
}

/**
 * Attaches to cases the checklists that they do not have yet, each in the version that was in force on the day on which the case was
 * opened; of a framework younger than the case, the first. A case keeps its version until somebody adopts another.
 * @returns the number of checklists attached
 */
export async function attachChecklists(
  client: ClientBase,
  { cases: known, anchors }: FactStore,
  now: Date,
): Promise<number> {
  const cases = [...known.values()]
  const versions = await allVersions(client)
  const held = await client.query<{ caseId: string; framework: string; checklist: string }>(
    `select c.case_id "caseId", f.code framework, l.code checklist
     from case_checklist c join checklist l on l.id = c.checklist_id join framework f on f.id = l.framework_id
     where c.case_id = any($1)`,
    [cases.map((one) => one.caseId)],
  )
  const has = new Set(held.rows.map((row) => `${row.caseId} ${row.framework} ${row.checklist}`))
  const missing = cases.flatMap((fact) =>
    versionsFor(versions, fact, anchors.get(fact.caseId) ?? new Map())
      .filter((version) => !has.has(`${fact.caseId} ${version.frameworkCode} ${version.checklistCode}`))
      .map((version) => ({ id: newId(), fact, version })),
  )
  if (missing.length === 0) return 0
  await client.query(
    `insert into case_checklist (id, case_id, centre_id, checklist_id, attached_at, updated_at)
     select *, $2::timestamptz, $2::timestamptz from jsonb_to_recordset($1::jsonb) as c(id uuid, "caseId" uuid, "centreId" uuid, "checklistId" uuid)`,
    [
      JSON.stringify(
        missing.map(({ id, fact, version }) => ({
          id,
          caseId: fact.caseId,
          centreId: fact.centreId,
          checklistId: version.checklistId,
        })),
      ),
      now,
    ],
  )
  const items = missing.flatMap(({ id, fact, version }) =>
    version.items.map((item) => ({
      id: newId(),
      checklist: id,
      caseId: fact.caseId,
      centreId: fact.centreId,
      itemId: item.id,
      signOff: item.signOff,
    })),
  )
  await client.query(
    `insert into case_checklist_item (id, case_checklist_id, case_id, centre_id, item_id, sign_off, applies)
     select *, true from jsonb_to_recordset($1::jsonb) as i(id uuid, checklist uuid, "caseId" uuid, "centreId" uuid, "itemId" uuid, "signOff" text)`,
    [JSON.stringify(items)],
  )
  return missing.length
}

async function allVersions(client: ClientBase): Promise<Version[]> {
  const { rows } = await client.query<Version>(
    `select l.id "checklistId", f.code "frameworkCode", l.code "checklistCode", l.level, l.case_types "caseTypes", coalesce(l.attach_when, '{}') "attachWhen", f.jurisdictions,
       f.effective_from::text "from", f.effective_to::text "to",
       (select jsonb_agg(jsonb_build_object('id', i.id, 'signOff', i.sign_off)) from checklist_item i where i.checklist_id = l.id) items
     from checklist l join framework f on f.id = l.framework_id
     order by f.effective_from`,
  )
  return rows
}

function versionsFor(versions: Version[], fact: CaseFact, known: ReadonlyMap<string, Date>): Version[] {
  const day = londonDate(fact.openedAt)
  const lists = Map.groupBy(
    versions.filter((version) => checklistApplies(version, fact, known)),
    (version) => `${version.frameworkCode} ${version.checklistCode}`,
  )
  return [...lists.values()].map(
    (list) => list.findLast(({ from, to }) => from <= day && (to === null || day < to)) ?? list[0]!,
  )
}
