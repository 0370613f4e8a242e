import type { CaseChecklist, PrismaClient } from './generated/prisma/client.ts'
import { itemFacts } from './item-facts.ts'
import { isDone } from './rules/item-state.ts'
import { totalsOf } from './rules/totals.ts'

/**
 * After an item has changed, in the same transaction and under the checklist's lock: which items are done, and the sums.
 * Clocks that start with an item, and alerts, follow from the command's ledger event, in the engine.
 */
export async function settleChecklist(tx: PrismaClient, id: string, now: Date): Promise<CaseChecklist> {
  const rows = await tx.caseChecklistItem.findMany({ where: { caseChecklistId: id }, include: { item: true } })
  for (const row of rows) {
    const done = isDone(itemFacts(row), now)
    if (done !== row.done)
      await tx.caseChecklistItem.update({ where: { id: row.id }, data: { done, doneAt: done ? now : null } })
  }
  const totals = totalsOf(
    rows.map((row) => ({ ...itemFacts(row), applies: row.applies, weight: row.item.weight })),
    now,
  )
  return tx.caseChecklist.update({ where: { id }, data: { ...totals, updatedAt: now } })
}
