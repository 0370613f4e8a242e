import { newId } from '@cma/runtime'
import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { ofBirth, past, requireDay } from './day-rules.ts'
import { HouseholdRelation } from './generated/prisma/enums.ts'
import { day, id, line, orDefault, orNone } from './parsing.ts'
import { reachClient } from './reach-client.ts'

const input = z.object({
  clientId: id,
  name: line('The name', 240),
  relation: z.enum(HouseholdRelation),
  dateOfBirth: orNone(day),
  dependant: orDefault(z.boolean(), false),
  from: orNone(day),
})

export const recordHouseholdMember = defineCommand({
  name: 'cases.recordHouseholdMember',
  input,
  async run({ input: { clientId, dateOfBirth: born, from, ...fields }, tx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    requireDay({ refuse, clock }, born, ofBirth, 'dateOfBirth')
    requireDay({ refuse, clock }, from, past, 'from')
    await tx.householdMember.create({
      data: {
        id: newId(),
        clientId,
        centreId: client.centreId,
        ...fields,
        dateOfBirth: dayColumn(born),
        from: dayColumn(from),
      },
    })
    await record(await clientEvent(tx, 'household_member_recorded', client, ['household']))
    return client
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
