import { dateColumn, dayOfColumn, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { CreditorReviewReason } from '../generated/prisma/enums.ts'
import { day, id } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'
import { milestone } from './rules.ts'

const input = z.object({
  breathingSpaceId: id,
  breathingSpaceDebtId: id,
  requestedOn: day,
  reason: z.enum(CreditorReviewReason),
})

export const recordCreditorReviewRequest = defineCommand({
  name: 'cases.recordCreditorReviewRequest',
  input,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const { breathingSpaceId, breathingSpaceDebtId, requestedOn, reason } = given
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['ACTIVE'])
    const debt = await tx.breathingSpaceDebt.findFirst({
      where: { id: breathingSpaceDebtId, breathingSpaceId, removedOn: null },
    })
    if (!debt)
      return refuse(
        'NOT_FOUND',
        "This debt can't be found in the Breathing Space. Choose one of its debts",
        'breathingSpaceDebtId',
      )
    requireDay({ refuse, clock }, requestedOn, past, 'requestedOn')
    const startsOn = dayOfColumn(debt.startsOn!)
    if (requestedOn < startsOn)
      return refuse(
        'INVALID_INPUT',
        `The request can't be older than the Breathing Space of the debt, which began on ${startsOn}. Check the day`,
        'requestedOn',
      )
    const by = milestone('CREDITOR_REQUEST_BY', one.kind, startsOn)
    if (requestedOn > by.on)
      return refuse(
        'TOO_LATE',
        `The request came too late: it had to come by ${by.on}, day ${by.day} of this debt (${by.ruleReference}). Tell the creditor that it can still apply to the court`,
        'requestedOn',
      )
    const open = await tx.creditorReview.findFirst({ where: { debtRowId: debt.id, decidedOn: null } })
    if (open)
      return refuse(
        'ALREADY_DONE',
        'A request for this debt waits for a decision already. Decide on that one',
        'breathingSpaceDebtId',
      )
    const reviewId = newId()
    await tx.creditorReview.create({
      data: {
        id: reviewId,
        breathingSpaceId: one.id,
        caseId: one.caseId,
        centreId: one.centreId,
        debtRowId: debt.id,
        reason,
        requestedOn: dateColumn(requestedOn),
      },
    })
    await record(
      eventOf(one, 'creditor_review_requested', {
        reviewId,
        debtId: debt.debtId,
        requestedOn,
        reason,
        debtStartedOn: startsOn,
      }),
    )
    return one
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
