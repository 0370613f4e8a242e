import { dateColumn, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, reason } from '../parsing.ts'
import { reachRequest } from './reach-request.ts'
import { requestEvent } from './register-event.ts'
import { sealerOf } from './sealed-text.ts'

export const refuseSubjectAccessRequest = defineCommand({
  name: 'compliance.refuseSubjectAccessRequest',
  input: z.object({ requestId: id, reason }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachRequest({ tx, viewer, refuse }, input.requestId)
    const refusedOn = londonDate(clock.now())
    const changed = await tx.subjectAccessRequest.update({
      where: { id: row.id },
      data: {
        state: 'REFUSED',
        pausedOn: null,
        closedOn: dateColumn(refusedOn),
        decisionReason: sealerOf(ctx, 'subject_access_request', row.id)('decision_reason', input.reason),
      },
    })
    await record(requestEvent('refused', row, { refusedOn }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
