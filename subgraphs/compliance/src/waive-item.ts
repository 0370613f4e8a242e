import { addDays, dateColumn, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import { itemEvent } from './item-event.ts'
import { itemOfCase, reason } from './parsing.ts'
import { may } from './policies.ts'
import { reachItem } from './reach-item.ts'
import { settleChecklist } from './settle-checklist.ts'

/** A waiver is for a time; what is let go for longer does not apply. */
const maxDays = 366

export const waiveItem = defineCommand({
  name: 'compliance.waiveItem',
  input: itemOfCase.extend({
    reason,
    until: z.iso.date('The day until which the item is waived has to be a date such as 2026-11-24'),
  }),
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const item = await reachItem({ tx, viewer, refuse }, given, {
      allowed: ({ centreId }) => may(viewer, 'WAIVE', centreId),
      notAllowed: "You can't waive an item: it is for compliance officers. Ask one, with your reason",
    })
    const { row, facts } = item
    const { code } = row.item
    const now = clock.now()
    const today = londonDate(now)
    if (given.until < today)
      return refuse(
        'INVALID_INPUT',
        "An item can't be waived until a day in the past. Choose today or a later day",
        'until',
      )
    if (given.until > addDays(today, maxDays))
      return refuse('INVALID_INPUT', "An item can't be waived for more than a year. Choose an earlier day", 'until')
    if (facts.decision === 'NOT_APPLICABLE' || facts.decision === 'FAILED') {
      return refuse('WRONG_STATE', `You can't waive ${code}: somebody has decided on it. Reopen it first`, 'itemId')
    }
    if (facts.evidenceCount > 0)
      return refuse(
        'WRONG_STATE',
        `You can't waive ${code}: it has evidence. Have it signed off, or withdraw the evidence`,
        'itemId',
      )
    await tx.caseChecklistItem.update({
      where: { id: row.id },
      data: {
        decision: 'WAIVED',
        reason: given.reason,
        decidedAt: now,
        decidedBy: viewer.id,
        waivedUntil: dateColumn(given.until),
      },
    })
    const checklist = await settleChecklist(tx, row.caseChecklistId, now)
    await record(itemEvent('compliance.item.waived', item, checklist, { until: given.until }))
    return checklist
  },
  find: (checklistId, { ctx }) => ctx.loaders.caseChecklist.load(checklistId),
})
