import { londonDate, newId } from '@cma/runtime'
import { z } from 'zod'
import { addressColumns, addressInput } from './address-input.ts'
import { clientEvent } from './client-event.ts'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { past, requireDay } from './day-rules.ts'
import { id } from './parsing.ts'
import { reachClient } from './reach-client.ts'

export const recordAddress = defineCommand({
  name: 'cases.recordAddress',
  input: z.object({ clientId: id, address: addressInput }),
  async run({ input: { clientId, address }, tx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    requireDay({ refuse, clock }, address.from, past, 'address.from')
    await tx.address.updateMany({
      where: { clientId, to: null },
      data: { to: dayColumn(address.from ?? londonDate(clock.now())) },
    })
    await tx.address.create({ data: { id: newId(), clientId, centreId: client.centreId, ...addressColumns(address) } })
    await record(await clientEvent(tx, 'address_recorded', client, ['addresses']))
    return client
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
