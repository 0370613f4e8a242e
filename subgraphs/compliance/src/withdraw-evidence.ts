import { z } from 'zod'
import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { id, reason } from './parsing.ts'
import { may } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

export const withdrawEvidence = defineCommand({
  name: 'compliance.withdrawEvidence',
  input: z.object({ evidenceId: id, reason }),
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const seen = await tx.evidence.findUnique({ where: { id: given.evidenceId }, include: { item: true } })
    if (seen === null || !may(viewer, 'READ', seen.centreId)) {
      return refuse(
        'NOT_FOUND',
        "This evidence can't be found on a checklist that you may see. Open it from the case's page",
        'evidenceId',
      )
    }
    const item = await reachItem(
      { tx, viewer, refuse },
      { caseChecklistId: seen.item.caseChecklistId, itemId: seen.caseChecklistItemId },
      {
        allowed: ({ centreId }) =>
          may(viewer, 'WITHDRAW', centreId) || (seen.recordedBy === viewer.id && may(viewer, 'WITHDRAW_OWN', centreId)),
        notAllowed: "You can't withdraw evidence that somebody else recorded. Ask them, or a supervisor or manager",
      },
    )
    const { row, facts } = item
    if (!item.counting.some((one) => one.id === seen.id)) {
      return refuse('ALREADY_DONE', 'This evidence has been withdrawn already. Nothing is left to do', 'evidenceId')
    }
    const now = clock.now()
    await tx.evidence.update({
      where: { id: seen.id },
      data: { withdrawnAt: now, withdrawnBy: viewer.id, withdrawnReason: given.reason },
    })
    // A confirmation was of the evidence as it stood: it goes with it.
    await tx.caseChecklistItem.update({
      where: { id: row.id },
      data: {
        evidenceCount: { decrement: 1 },
        ...(facts.signedOffAt !== null && { signedOffAt: null, signedOffBy: null }),
      },
    })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.evidence.withdrawn', item, checklist, { evidenceId: seen.id, kind: seen.kind }))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
