import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { itemOfCase, reason } from './parsing.ts'
import { isReopenable, mayReopen } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

/** Takes back a decision, or a confirmation; what evidence there is decides what the item then is. */
export const reopenItem = defineCommand({
  name: 'compliance.reopenItem',
  input: itemOfCase.extend({ reason }),
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: (one) => mayReopen(viewer, one),
      notAllowed:
        "You can't reopen this item: it is for whoever may decide on it. Ask a supervisor, a manager or a compliance officer",
    })
    const { row, facts } = item
    const now = clock.now()
    if (!isReopenable(facts, now))
      return refuse('WRONG_STATE', `There is nothing to take back on ${row.item.code}: it is open already`, 'itemId')
    await tx.caseChecklistItem.update({
      where: { id: row.id },
      data: {
        decision: null,
        reason: null,
        decidedAt: null,
        decidedBy: null,
        waivedUntil: null,
        ...(facts.decision === null && { signedOffAt: null, signedOffBy: null }),
      },
    })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.item.reopened', item, checklist, { was: facts.decision ?? 'SIGNED_OFF' }))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
