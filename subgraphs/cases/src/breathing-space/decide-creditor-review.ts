import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { CreditorReviewOutcome } from '../generated/prisma/enums.ts'
import { day, id, text } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'

const input = z.object({
  breathingSpaceId: id,
  creditorReviewId: id,
  decidedOn: day,
  outcome: z.enum(CreditorReviewOutcome),
  reasoning: text('The reasoning', 4_000),
})

export const decideCreditorReview = defineCommand({
  name: 'cases.decideCreditorReview',
  input,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const { breathingSpaceId, creditorReviewId, decidedOn, outcome, reasoning } = given
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['ACTIVE', 'EXPIRED'])
    const review = await tx.creditorReview.findFirst({
      where: { id: creditorReviewId, breathingSpaceId },
      include: { debt: true },
    })
    if (!review)
      return refuse(
        'NOT_FOUND',
        "This request can't be found in the Breathing Space. Look at it again",
        'creditorReviewId',
      )
    if (review.decidedOn)
      return refuse('ALREADY_DONE', 'This request has been decided already. Look at the decision', 'creditorReviewId')
    requireDay({ refuse, clock }, decidedOn, past, 'decidedOn')
    if (decidedOn < dayOfColumn(review.requestedOn))
      return refuse('INVALID_INPUT', "A decision can't come before its request. Check the day", 'decidedOn')
    await tx.creditorReview.update({
      where: { id: review.id },
      data: { decidedOn: dateColumn(decidedOn), outcome, reasoning },
    })
    await record(eventOf(one, 'creditor_review_decided', { reviewId: review.id, decidedOn, outcome }))
    if (outcome === 'DEBT_REMOVED' && !review.debt.removedOn) {
      await tx.breathingSpaceDebt.update({ where: { id: review.debt.id }, data: { removedOn: dateColumn(decidedOn) } })
      const { debtId, startsOn } = review.debt
      await record(eventOf(one, 'debt_removed', { debtId, startsOn: dayOfColumn(startsOn!) }))
    }
    return one
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
