import { londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { dayColumn } from './columns.ts'
import { defineCommand, type Tx } from './context.ts'
import { past, requireDay } from './day-rules.ts'
import { ClientNameKind } from './generated/prisma/enums.ts'
import { familyName, givenNames, title } from './new-client.ts'
import { day, id, orNone } from './parsing.ts'
import { namesOf, reachClient, refreshCasesOf } from './reach-client.ts'

export const recordClientName = defineCommand({
  name: 'cases.recordClientName',
  input: z.object({
    clientId: id,
    title: orNone(title),
    givenNames,
    familyName,
    kind: z.enum(ClientNameKind),
    from: orNone(day),
  }),
  async run({ input: { clientId, from, ...name }, tx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    requireDay({ refuse, clock }, from, past, 'from')
    if (name.kind === 'CURRENT') await endCurrentName(tx, clientId, from ?? londonDate(clock.now()))
    await tx.clientName.create({
      data: { id: newId(), clientId, centreId: client.centreId, ...name, from: dayColumn(from) },
    })

    const all = await tx.clientName.findMany({ where: { clientId } })
    const current = all.find(({ kind }) => kind === 'CURRENT')!
    await tx.client.update({ where: { id: clientId }, data: namesOf(current, all) })
    await refreshCasesOf(tx, clientId)
    await record(await clientEvent(tx, 'name_recorded', client, ['names']))
    return tx.client.findUniqueOrThrow({ where: { id: clientId } })
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})

async function endCurrentName(tx: Tx, clientId: string, on: string): Promise<void> {
  await tx.clientName.updateMany({ where: { clientId, kind: 'CURRENT' }, data: { kind: 'FORMER', to: dayColumn(on) } })
}
