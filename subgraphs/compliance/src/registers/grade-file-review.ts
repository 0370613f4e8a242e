import { dateColumn, londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, text } from '../parsing.ts'
import { reachFileReview } from './reach-file-review.ts'
import { dueAt } from './register-clock.ts'
import { holidaysUnder, lawOfCase, type Counting } from './register-deadlines.ts'
import { reviewEvent } from './register-event.ts'
import { day, wholeText } from './register-input.ts'
import { mayGrade } from './register-policies.ts'
import { registerDeadlines } from './register-reference.ts'
import { sealerOf } from './sealed-text.ts'

const action = z.object({ text: text('The action', 1_000), dueOn: day })

export const gradeFileReview = defineCommand({
  name: 'compliance.gradeFileReview',
  input: z.object({
    fileReviewId: id,
    grade: z.enum(['GOOD', 'ADEQUATE', 'POOR', 'HARM']),
    findings: wholeText('The findings'),
    actions: z
      .array(action)
      .max(20, "There can't be more than 20 actions. Put some together")
      .nullish()
      .transform((given) => given ?? []),
  }),
  async run({ input: { fileReviewId, grade, findings, actions }, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachFileReview({ tx, viewer, refuse }, fileReviewId, {
      may: (who, review) => review.adviserId === who.id || mayGrade(who, review),
      field: 'fileReviewId',
    })
    if (row.adviserId === viewer.id)
      return refuse('OWN_MATTER', 'Nobody reviews a file of their own. Ask your supervisor to choose a second person')
    if (row.state !== 'SAMPLED')
      return refuse('ALREADY_DONE', 'This file has been graded already. Its grade stands', 'fileReviewId')
    if (actions.length === 0 && (grade === 'POOR' || grade === 'HARM'))
      return refuse('INVALID_INPUT', 'Say what has to be done about it: add at least one action', 'actions')
    const now = clock.now()
    const today = londonDate(now)
    const usual = await usualDueDay(grade, { now, law: await lawOfCase(tx, row.caseId) })
    const early = actions.findIndex(({ dueOn }) => dueOn !== null && dueOn < today)
    if (early >= 0)
      return refuse('INVALID_INPUT', 'This day lies in the past. Give today or a later day', `actions.${early}.dueOn`)
    await tx.fileReviewAction.createMany({
      data: actions.map((one, position) => {
        const actionId = newId()
        return {
          id: actionId,
          fileReviewId: row.id,
          centreId: row.centreId,
          position,
          text: sealerOf(ctx, 'file_review_action', actionId)('text', one.text),
          dueOn: dateColumn(one.dueOn ?? usual),
        }
      }),
    })
    const changed = await tx.fileReview.update({
      where: { id: row.id },
      data: {
        state: actions.length === 0 ? 'GRADED' : 'ACTIONS_OPEN',
        grade,
        gradedAt: now,
        reviewerId: viewer.id,
        findings: sealerOf(ctx, 'file_review', row.id)('findings', findings),
      },
    })
    const actionsDueOn = actions.map(({ dueOn }) => dueOn ?? usual).sort()[0] ?? null
    await record(reviewEvent('graded', row, { adviserId: row.adviserId, grade, actionsDueOn }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.fileReview.load(id),
})

/** By when the policy wants actions done: at once where a client may be harmed. */
async function usualDueDay(grade: string, { now, law }: Counting): Promise<string> {
  const { fileReview } = await registerDeadlines()
  const { clock } = fileReview.find(({ when }) => when === (grade === 'HARM' ? 'HARM' : 'ACTIONS'))!
  return londonDate(dueAt(clock, now, { holidays: await holidaysUnder(law), pausedDays: 0 }))
}
