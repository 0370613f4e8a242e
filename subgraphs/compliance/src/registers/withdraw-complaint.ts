import { dateColumn, londonDate } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id, reason } from '../parsing.ts'
import { reachComplaint } from './reach-complaint.ts'
import { complaintEvent } from './register-event.ts'
import { sealerOf } from './sealed-text.ts'

export const withdrawComplaint = defineCommand({
  name: 'compliance.withdrawComplaint',
  input: z.object({ complaintId: id, reason }),
  async run({ input, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachComplaint({ tx, viewer, refuse }, input.complaintId)
    const withdrawnOn = londonDate(clock.now())
    const changed = await tx.complaint.update({
      where: { id: row.id },
      data: {
        state: 'WITHDRAWN',
        closedOn: dateColumn(withdrawnOn),
        withdrawnReason: sealerOf(ctx, 'complaint', row.id)('withdrawn_reason', input.reason),
      },
    })
    await record(complaintEvent('withdrawn', row, { withdrawnOn }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
