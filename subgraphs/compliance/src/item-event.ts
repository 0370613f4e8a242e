import type { CaseChecklist } from './generated/prisma/client.ts'
import type { ReachedItem } from './reach-item.ts'

/** The ledger event of a change to an item: ids, codes and sums, never what was written. */
export function itemEvent(
  action: string,
  { row }: Pick<ReachedItem, 'row'>,
  checklist: CaseChecklist,
  facts: Record<string, string | number | boolean | null> = {},
) {
  return {
    action,
    centreId: row.centreId,
    entities: [
      { type: 'Case', id: row.caseId },
      { type: 'CaseChecklist', id: row.caseChecklistId },
      { type: 'CaseChecklistItem', id: row.id },
    ],
    facts: {
      caseId: row.caseId,
      caseChecklistId: row.caseChecklistId,
      itemId: row.id,
      code: row.item.code,
      doneWeight: checklist.doneWeight,
      applicableWeight: checklist.applicableWeight,
      ...facts,
    },
  }
}
