import { dateColumn, dayOfColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachComplaint } from './reach-complaint.ts'
import { complaintEvent } from './register-event.ts'
import { day, dayGiven } from './register-input.ts'

export const acknowledgeComplaint = defineCommand({
  name: 'compliance.acknowledgeComplaint',
  input: z.object({ complaintId: id, acknowledgedOn: day }),
  async run({ input, tx, viewer, record, refuse, clock }) {
    const row = await reachComplaint({ tx, viewer, refuse }, input.complaintId)
    if (row.acknowledgedOn !== null)
      return refuse(
        'ALREADY_DONE',
        'This complaint has been acknowledged already. Nothing is left to do here',
        'complaintId',
      )
    const acknowledgedOn = dayGiven({ refuse, clock }, input.acknowledgedOn, {
      field: 'acknowledgedOn',
      since: dayOfColumn(row.receivedOn),
      sinceWords: 'the complaint was received',
    })
    const changed = await tx.complaint.update({
      where: { id: row.id },
      data: { acknowledgedOn: dateColumn(acknowledgedOn) },
    })
    await record(complaintEvent('acknowledged', row, { acknowledgedOn }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
