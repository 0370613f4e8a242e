import { londonDate } from '@cma/runtime'
import { z } from 'zod'
import { clientEvent } from './client-event.ts'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { reachClient } from './reach-client.ts'

export const endHouseholdMember = defineCommand({
  name: 'cases.endHouseholdMember',
  input: z.object({ clientId: id, householdMemberId: id }),
  async run({ input: { clientId, householdMemberId }, tx, viewer, record, refuse, clock }) {
    const client = await reachClient({ tx, viewer, refuse }, clientId)
    const member = await tx.householdMember.findFirst({ where: { id: householdMemberId, clientId } })
    if (!member)
      return refuse(
        'NOT_FOUND',
        "This person can't be found in the client's household. Look at the client again",
        'householdMemberId',
      )
    if (member.to)
      return refuse('ALREADY_DONE', 'This person no longer lives with the client already', 'householdMemberId')
    await tx.householdMember.update({
      where: { id: householdMemberId },
      data: { to: dayColumn(londonDate(clock.now())) },
    })
    await record(await clientEvent(tx, 'household_member_ended', client, ['household']))
    return client
  },
  find: (clientId, { ctx }) => ctx.loaders.clientById.load(clientId),
})
