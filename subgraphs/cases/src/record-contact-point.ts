import { newId } from '@cma/runtime'
import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { contactPointInput } from './contact-point-input.ts'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { reachClient } from './reach-client.ts'

export const recordContactPoint = defineCommand({
  name: 'cases.recordContactPoint',
  input: z.object({ clientId: id, contactPoint: contactPointInput }),
  async run({ input: { clientId, contactPoint }, tx, viewer, record, refuse }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    if (contactPoint.preferred)
      await tx.contactPoint.updateMany({ where: { clientId, preferred: true }, data: { preferred: false } })
    await tx.contactPoint.create({ data: { id: newId(), clientId, centreId: client.centreId, ...contactPoint } })
    await record(await clientEvent(tx, 'contact_point_recorded', client, ['contactPoints']))
    return client
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
