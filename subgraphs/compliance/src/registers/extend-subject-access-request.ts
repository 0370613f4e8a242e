import { dateColumn, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, reason } from '../parsing.ts'
import { reachRequest } from './reach-request.ts'
import { lawOfCase, requestDeadlines } from './register-deadlines.ts'
import { requestEvent } from './register-event.ts'
import { sealerOf } from './sealed-text.ts'

/** By how many months the law lets a complex request take longer. */
const months = 2

export const extendSubjectAccessRequest = defineCommand({
  name: 'compliance.extendSubjectAccessRequest',
  input: z.object({ requestId: id, reason }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachRequest({ tx, viewer, refuse }, input.requestId)
    const now = clock.now()
    if (row.extendedOn !== null)
      return refuse(
        'ALREADY_DONE',
        'This request has been given two months more already. It has to be answered in them',
        'requestId',
      )
    if (row.state === 'PAUSED')
      return refuse('WRONG_STATE', 'The clock stands still. Let it run on before you ask for more time', 'requestId')
    const counting = { now, law: await lawOfCase(tx, row.caseId) }
    const answer = (await requestDeadlines(row, counting)).find(({ code }) => code === 'DSAR_ANSWER')!
    if (answer.dueAt < now)
      return refuse(
        'TOO_LATE',
        'More time can be taken only within the first month, and it is over. Answer the request now',
        'requestId',
      )
    const extendedOn = londonDate(now)
    const changed = await tx.subjectAccessRequest.update({
      where: { id: row.id },
      data: {
        extendedOn: dateColumn(extendedOn),
        extensionReason: sealerOf(ctx, 'subject_access_request', row.id)('extension_reason', input.reason),
      },
    })
    await record(requestEvent('extended', row, { extendedOn, months }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
