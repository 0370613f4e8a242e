import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachComplaint } from './reach-complaint.ts'
import { complaintEvent } from './register-event.ts'
import { day, dayGiven } from './register-input.ts'

export const sendHoldingReply = defineCommand({
  name: 'compliance.sendHoldingReply',
  input: z.object({ complaintId: id, sentOn: day }),
  async run({ input, tx, viewer, record, refuse, clock }) {
    const row = await reachComplaint({ tx, viewer, refuse }, input.complaintId)
    const sentOn = dayGiven({ refuse, clock }, input.sentOn, {
      field: 'sentOn',
      since: dayOfColumn(row.receivedOn),
      sinceWords: 'the complaint was received',
    })
    if (row.holdingReplyOn !== null)
      return refuse('ALREADY_DONE', 'A holding reply has gone out already. Send the final response', 'complaintId')
    const changed = await tx.complaint.update({ where: { id: row.id }, data: { holdingReplyOn: dateColumn(sentOn) } })
    await record(complaintEvent('holding_reply_sent', row, { sentOn }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
