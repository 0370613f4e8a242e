import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { itemOfCase } from './parsing.ts'
import { may } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

export const startItem = defineCommand({
  name: 'compliance.startItem',
  input: itemOfCase,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: ({ centreId }) => may(viewer, 'START', centreId),
      notAllowed:
        "You can't work on this case's checklist: it is for the centre's advisers, supervisors and managers. Ask one of them",
    })
    const { row, facts } = item
    if (facts.decision !== null)
      return refuse(
        'WRONG_STATE',
        `You can't start ${row.item.code}: somebody has decided on it. Reopen it first`,
        'itemId',
      )
    if (facts.startedAt !== null || facts.evidenceCount > 0) {
      return refuse('ALREADY_DONE', `Work on ${row.item.code} has begun already. Go on with it`, 'itemId')
    }
    const now = clock.now()
    await tx.caseChecklistItem.update({ where: { id: row.id }, data: { startedAt: now, startedBy: viewer.id } })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.item.started', item, checklist))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
