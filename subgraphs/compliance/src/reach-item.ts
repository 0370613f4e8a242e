import type { Viewer } from '@cma/runtime'
import type { Evidence, PrismaClient } from './generated/prisma/client.ts'
import type { RefusalCode } from './generated/graphql.ts'
import type { ItemRow } from './loaders.ts'
import { itemFacts } from './item-facts.ts'
import { may, type ItemCase } from './policies.ts'

export type Refuse = (code: RefusalCode, message: string, field?: string) => never

/** An item that a command works on: locked with its checklist until the command ends. */
export type ReachedItem = ItemCase & { row: ItemRow; counting: Evidence[] }

type Reach = { tx: PrismaClient; viewer: Viewer; refuse: Refuse }

/**
 * Finds an item of a case's checklist and locks the checklist, so that sums and item change together. Asks `allowed` before the lock:
 * whoever may not change anything may not hold anybody up either.
 */
export async function reachItem(
  { tx, viewer, refuse }: Reach,
  { caseChecklistId, itemId }: { caseChecklistId: string; itemId: string },
  { allowed, notAllowed }: { allowed: (item: ItemCase) => boolean; notAllowed: string },
): Promise<ReachedItem> {
  const seen = await find(tx, itemId)
  if (seen === undefined || seen.row.caseChecklistId !== caseChecklistId || !may(viewer, 'READ', seen.centreId)) {
    return refuse(
      'NOT_FOUND',
      "This item can't be found on a checklist that you may see. Open it from the case's page",
      'itemId',
    )
  }
  if (!allowed(seen)) return refuse('NOT_ALLOWED', notAllowed)
  await lockChecklist(tx, caseChecklistId)
  return (await find(tx, itemId)) ?? seen
}

/** Locks a checklist against other commands and the engine until the transaction ends. */
export async function lockChecklist(tx: PrismaClient, id: string): Promise<void> {
  await tx.$queryRaw`select 1 from case_checklist where id = ${id}::uuid for update`
}

async function find(tx: PrismaClient, id: string): Promise<ReachedItem | undefined> {
  const row = await tx.caseChecklistItem.findUnique({ where: { id }, include: { item: true } })
  if (row === null || !row.applies) return undefined
  const counting = await tx.evidence.findMany({
    where: { caseChecklistItemId: id, withdrawnAt: null },
    orderBy: { recordedAt: 'desc' },
  })
  return {
    row,
    counting,
    centreId: row.centreId,
    mandatory: row.item.mandatory,
    facts: itemFacts(row),
    recordedBy: counting.map(({ recordedBy }) => recordedBy),
  }
}
