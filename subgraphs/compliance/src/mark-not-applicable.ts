import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { itemOfCase, reason } from './parsing.ts'
import { may, mayMarkNotApplicable } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

export const markNotApplicable = defineCommand({
  name: 'compliance.markNotApplicable',
  input: itemOfCase.extend({ reason }),
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: ({ centreId }) => may(viewer, 'NOT_APPLICABLE', centreId),
      notAllowed:
        "You can't say what applies to this case: it is for the centre's advisers, supervisors, managers and for compliance officers. Ask one of them",
    })
    const { row, facts } = item
    if (!mayMarkNotApplicable(viewer, item)) {
      return refuse(
        'OFFICER_NEEDED',
        `You can't mark ${row.item.code} as not applicable: it is mandatory. Ask a compliance officer`,
        'itemId',
      )
    }
    if (facts.decision === 'NOT_APPLICABLE')
      return refuse(
        'ALREADY_DONE',
        `${row.item.code} is marked as not applicable already. Nothing is left to do`,
        'itemId',
      )
    const now = clock.now()
    await tx.caseChecklistItem.update({
      where: { id: row.id },
      data: {
        decision: 'NOT_APPLICABLE',
        reason: given.reason,
        decidedAt: now,
        decidedBy: viewer.id,
        waivedUntil: null,
      },
    })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.item.marked_not_applicable', item, checklist, { mandatory: row.item.mandatory }))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
