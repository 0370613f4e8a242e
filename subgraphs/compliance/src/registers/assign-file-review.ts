import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachFileReview } from './reach-file-review.ts'
import { reviewEvent } from './register-event.ts'
import { mayRegister } from './register-policies.ts'

export const assignFileReview = defineCommand({
  name: 'compliance.assignFileReview',
  input: z.object({ fileReviewId: id, reviewerId: id }),
  async run({ input: { fileReviewId, reviewerId }, tx, viewer, record, refuse }) {
    const row = await reachFileReview({ tx, viewer, refuse }, fileReviewId, {
      may: (who, { centreId }) => mayRegister(who, 'LEAD_FILE_REVIEWS', centreId),
      field: 'fileReviewId',
    })
    if (row.state !== 'SAMPLED')
      return refuse('WRONG_STATE', 'This file has been reviewed. Nobody else needs to', 'fileReviewId')
    if (reviewerId === row.adviserId)
      return refuse('OWN_MATTER', 'Nobody reviews a file of their own. Choose somebody else', 'reviewerId')
    if (reviewerId === row.reviewerId)
      return refuse('ALREADY_DONE', 'This person reviews the file already. Choose somebody else', 'reviewerId')
    const changed = await tx.fileReview.update({ where: { id: row.id }, data: { reviewerId } })
    await record(reviewEvent('assigned', row, { reviewerId }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.fileReview.load(id),
})
