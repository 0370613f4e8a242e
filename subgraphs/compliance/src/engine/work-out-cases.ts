import type { ClientBase } from 'pg'
import type { Moment } from '../catalogue/alert-kind.ts'
import { attachChecklists } from './attach-checklists.ts'
import type { CaseItem, CasePicture } from './case-picture.ts'
import { evaluateCase, type Evaluation } from './evaluate-case.ts'
import { loadPictures } from './load-pictures.ts'
import type { FactStore } from './project-event.ts'

export type WorkedOut = { picture: CasePicture; evaluation: Evaluation }

/** Attaches the checklists that cases lack, works out what applies, what is done and when it is due, and keeps that with the sums. */
export async function workOutCases(client: ClientBase, facts: FactStore, moment: Moment): Promise<WorkedOut[]> {
  await attachChecklists(client, facts, moment.now)
  const pictures = await loadPictures(client, facts)
  const evaluated = pictures.map((picture) => ({ picture, evaluation: evaluateCase(picture, moment) }))
  await saveItems(
    client,
    evaluated.flatMap(({ picture, evaluation }) => changedItems(picture.items, evaluation.items)),
  )
  await saveTotals(
    client,
    evaluated.map(({ evaluation }) => evaluation),
    moment.now,
  )
  return evaluated
}

function changedItems(before: CaseItem[], after: CaseItem[]): CaseItem[] {
  return after.filter((item, index) => {
    const was = before[index]!
    return item.applies !== was.applies || item.done !== was.done || item.dueAt?.getTime() !== was.dueAt?.getTime()
  })
}

async function saveItems(client: ClientBase, items: CaseItem[]): Promise<void> {
  if (items.length === 0) return
  await client.query(
    `update case_checklist_item i set applies = n.applies, done = n.done, done_at = n."doneAt", due_at = n."dueAt"
     from jsonb_to_recordset($1::jsonb) as n(id uuid, applies boolean, done boolean, "doneAt" timestamptz, "dueAt" timestamptz)
     where i.id = n.id`,
    [JSON.stringify(items.map(({ id, applies, done, doneAt, dueAt }) => ({ id, applies, done, doneAt, dueAt })))],
  )
}

/** Only rows that differ are written: a look that finds nothing new leaves no trace. */
async function saveTotals(client: ClientBase, evaluations: Evaluation[], now: Date): Promise<void> {
  const rows = evaluations.flatMap(({ totals }) => [...totals].map(([id, sums]) => ({ id, ...sums })))
  await client.query(
    `update case_checklist c set done_weight = n."doneWeight", applicable_weight = n."applicableWeight", open_items = n."openItems",
       failed_items = n."failedItems", awaiting_items = n."awaitingItems", begun_items = n."begunItems", items_in_play = n."itemsInPlay",
       updated_at = $2
     from jsonb_to_recordset($1::jsonb) as n(id uuid, "doneWeight" int, "applicableWeight" int, "openItems" int, "failedItems" int,
       "awaitingItems" int, "begunItems" int, "itemsInPlay" int)
     where c.id = n.id and (c.done_weight, c.applicable_weight, c.open_items, c.failed_items, c.awaiting_items, c.begun_items, c.items_in_play)
       is distinct from (n."doneWeight", n."applicableWeight", n."openItems", n."failedItems", n."awaitingItems", n."begunItems", n."itemsInPlay")`,
    [JSON.stringify(rows), now],
  )
}
