import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachRequest } from './reach-request.ts'
import { requestEvent } from './register-event.ts'

export const assignSubjectAccessRequest = defineCommand({
  name: 'compliance.assignSubjectAccessRequest',
  input: z.object({ requestId: id, handlerId: id }),
  async run({ input: { requestId, handlerId }, tx, viewer, record, refuse }) {
    const row = await reachRequest({ tx, viewer, refuse }, requestId)
    if (row.handlerId === handlerId)
      return refuse('ALREADY_DONE', 'This person deals with the request already. Choose somebody else', 'handlerId')
    const changed = await tx.subjectAccessRequest.update({ where: { id: row.id }, data: { handlerId } })
    await record(requestEvent('assigned', row, { handlerId }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.subjectAccessRequest.load(id),
})
