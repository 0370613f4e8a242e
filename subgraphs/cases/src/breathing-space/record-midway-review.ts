import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { past, requireDay } from '../day-rules.ts'
import { MidwayOutcome } from '../generated/prisma/enums.ts'
import { day, id } from '../parsing.ts'
import { eventOf, reachBreathingSpace } from './reach-breathing-space.ts'
import { milestone } from './rules.ts'

export const recordMidwayReview = defineCommand({
  name: 'cases.recordMidwayReview',
  input: z.object({ breathingSpaceId: id, reviewedOn: day, outcome: z.enum(MidwayOutcome) }),
  async run({ input: { breathingSpaceId, reviewedOn, outcome }, tx, viewer, record, refuse, clock }) {
    const { one } = await reachBreathingSpace({ tx, viewer, refuse, clock }, breathingSpaceId, ['ACTIVE', 'EXPIRED'])
    if (one.kind !== 'STANDARD')
      return refuse(
        'NOT_IN_THIS_STATE',
        'A crisis Breathing Space has no midway review. Ask the point of contact about treatment instead',
        'breathingSpaceId',
      )
    if (one.midwayReviewedOn)
      return refuse('ALREADY_DONE', 'The midway review is recorded already. Write a note for what has changed since')
    requireDay({ refuse, clock }, reviewedOn, past, 'reviewedOn')
    const from = milestone('MIDWAY_REVIEW_FROM', one.kind, dayOfColumn(one.startedOn!))
    if (reviewedOn < from.on)
      return refuse(
        'TOO_EARLY',
        `The law allows the midway review from ${from.on}, day ${from.day} (${from.ruleReference}). Do it then, or later`,
        'reviewedOn',
      )
    await record(eventOf(one, 'midway_review_recorded', { reviewedOn, outcome }))
    return tx.breathingSpace.update({
      where: { id: one.id },
      data: { midwayReviewedOn: dateColumn(reviewedOn), midwayOutcome: outcome },
    })
  },
  find: (id, { ctx }) => ctx.loaders.breathingSpaceById.load(id),
})
