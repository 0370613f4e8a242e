import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, orNone, reason } from '../parsing.ts'
import { reachRequest } from './reach-request.ts'
import { requestEvent } from './register-event.ts'
import { day, dayGiven } from './register-input.ts'
import { sealerOf } from './sealed-text.ts'

export const answerSubjectAccessRequest = defineCommand({
  name: 'compliance.answerSubjectAccessRequest',
  input: z.object({
    requestId: id,
    decision: z.enum(['DONE', 'DONE_IN_PART']),
    reason: orNone(reason),
    answeredOn: day,
  }),
  async run({
    input: { requestId, decision, reason: why, answeredOn: given },
    tx,
    viewer,
    ctx,
    record,
    refuse,
    clock,
  }) {
    const row = await reachRequest({ tx, viewer, refuse }, requestId)
    if (row.state === 'PAUSED')
      return refuse(
        'WRONG_STATE',
        'It is not known yet who asks. Let the clock run on once the person has shown it',
        'requestId',
      )
    if (why === null && (decision === 'DONE_IN_PART' || row.kind === 'ERASURE'))
      return refuse('INVALID_INPUT', 'Say why: what was kept or left out, or why the data may be erased', 'reason')
    const answeredOn = dayGiven({ refuse, clock }, given, {
      field: 'answeredOn',
      since: dayOfColumn(row.receivedOn),
      sinceWords: 'the request was received',
    })
    const changed = await tx.subjectAccessRequest.update({
      where: { id: row.id },
      data: {
        state: 'ANSWERED',
        decision,
        closedOn: dateColumn(answeredOn),
        decisionReason: sealerOf(ctx, 'subject_access_request', row.id)('decision_reason', why),
      },
    })
    await record(requestEvent('answered', row, { answeredOn, decision }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
