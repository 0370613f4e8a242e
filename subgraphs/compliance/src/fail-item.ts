import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { itemOfCase, reason } from './parsing.ts'
import { may } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

export const failItem = defineCommand({
  name: 'compliance.failItem',
  input: itemOfCase.extend({ reason }),
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: ({ centreId }) => may(viewer, 'FAIL', centreId),
      notAllowed:
        "You can't fail an item: it is for supervisors, managers and compliance officers. Tell one of them what you saw",
    })
    const { row, facts } = item
    const { code } = row.item
    if (facts.decision === 'FAILED')
      return refuse('ALREADY_DONE', `${code} has failed already. New evidence is awaited`, 'itemId')
    if (facts.decision === 'NOT_APPLICABLE')
      return refuse('WRONG_STATE', `You can't fail ${code}: it is marked as not applicable. Reopen it first`, 'itemId')
    if (facts.evidenceCount === 0)
      return refuse('NO_EVIDENCE', `You can't fail ${code}: there is no evidence to judge. Ask for it first`, 'itemId')
    const now = clock.now()
    await tx.caseChecklistItem.update({
      where: { id: row.id },
      data: {
        decision: 'FAILED',
        reason: given.reason,
        decidedAt: now,
        decidedBy: viewer.id,
        waivedUntil: null,
        signedOffAt: null,
        signedOffBy: null,
        // Whoever brought evidence that did not hold does not pass the next by themselves.
        signOff: facts.signOff === 'SELF' ? 'SUPERVISOR' : facts.signOff,
      },
    })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.item.failed', item, checklist))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
