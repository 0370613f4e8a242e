import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { reachClient } from './reach-client.ts'

export const endContactPoint = defineCommand({
  name: 'cases.endContactPoint',
  input: z.object({ clientId: id, contactPointId: id }),
  async run({ input: { clientId, contactPointId }, tx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    const point = await tx.contactPoint.findFirst({ where: { id: contactPointId, clientId } })
    if (!point)
      return refuse(
        'NOT_FOUND',
        "This way to reach the client can't be found. Look at the client again",
        'contactPointId',
      )
    if (point.endedAt)
      return refuse('ALREADY_DONE', 'This way to reach the client is out of use already', 'contactPointId')
    await tx.contactPoint.update({ where: { id: contactPointId }, data: { endedAt: clock.now(), preferred: false } })
    await record(await clientEvent(tx, 'contact_point_ended', client, ['contactPoints']))
    return client
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
