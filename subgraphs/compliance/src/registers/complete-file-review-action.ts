import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachFileReview } from './reach-file-review.ts'
import { reviewEvent } from './register-event.ts'
import { mayCompleteAction } from './register-policies.ts'

export const completeFileReviewAction = defineCommand({
  name: 'compliance.completeFileReviewAction',
  input: z.object({ actionId: id }),
  async run({ input: { actionId }, tx, viewer, record, refuse, clock }) {
    const seen = await tx.fileReviewAction.findUnique({ where: { id: actionId } })
    if (seen === null)
      return refuse('NOT_FOUND', "This action can't be found. Look at the file review again", 'actionId')
    const row = await reachFileReview({ tx, viewer, refuse }, seen.fileReviewId, {
      may: mayCompleteAction,
      field: 'actionId',
    })
    const actions = await tx.fileReviewAction.findMany({ where: { fileReviewId: row.id } })
    const open = actions.filter(({ doneAt }) => doneAt === null)
    if (!open.some((one) => one.id === actionId))
      return refuse('ALREADY_DONE', 'This action has been done already. Look at what is left', 'actionId')
    await tx.fileReviewAction.update({ where: { id: actionId }, data: { doneAt: clock.now(), doneBy: viewer.id } })
    const last = open.length === 1
    const changed = await tx.fileReview.update({
      where: { id: row.id },
      data: { state: last ? 'DONE' : 'ACTIONS_OPEN' },
    })
    await record(reviewEvent(last ? 'actions_done' : 'action_done', row, { adviserId: row.adviserId, actionId }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.fileReview.load(id),
})
