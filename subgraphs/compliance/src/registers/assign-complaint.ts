import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachComplaint } from './reach-complaint.ts'
import { complaintEvent } from './register-event.ts'
import { mayAssignComplaint } from './register-policies.ts'

export const assignComplaint = defineCommand({
  name: 'compliance.assignComplaint',
  input: z.object({ complaintId: id, handlerId: id }),
  async run({ input: { complaintId, handlerId }, tx, viewer, record, refuse }) {
    const row = await reachComplaint({ tx, viewer, refuse }, complaintId, mayAssignComplaint)
    if (handlerId === row.aboutUserId)
      return refuse('OWN_MATTER', "The person a complaint is about can't handle it. Choose somebody else", 'handlerId')
    if (handlerId === row.handlerId)
      return refuse('ALREADY_DONE', 'This person handles the complaint already. Choose somebody else', 'handlerId')
    const changed = await tx.complaint.update({ where: { id: row.id }, data: { handlerId } })
    await record(complaintEvent('assigned', row, { handlerId }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.complaint.load(id),
})
