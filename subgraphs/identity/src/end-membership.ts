import { z } from 'zod'
import { afterMembershipChange } from './after-membership-change.ts'
import { defineCommand } from './context.ts'
import type { Membership } from './generated/prisma/client.ts'
import { withdrawGrants } from './grants.ts'
import { id } from './input.ts'
import { anotherManages, lockPeopleOf } from './last-holder.ts'
import type { MembershipRow } from './memberships.ts'
import { demandPeopleManager } from './people-policy.ts'
import { inOrder } from './roles.ts'
import { serviceOf } from './service.ts'

export const endMembership = defineCommand({
  name: 'identity.endMembership',
  input: z.object({ centreId: id, userId: id }),
  async run({ input, viewer, tx, ctx, clock, record, refuse, afterCommit }) {
    const { centreId, userId: personId } = input
    demandPeopleManager({ viewer, refuse, centreId, what: 'end somebody’s work at this centre' })
    const person = await ctx.loaders.person.load(personId)
    await lockPeopleOf(tx, [centreId])
    const present = person && (await tx.membership.findFirst({ where: { personId, centreId, endedAt: null } }))
    if (!present)
      return refuse(
        'NOT_FOUND',
        'You can’t end this person’s work here, because they do not work at this centre. Roles in the whole network are changed with their roles.',
        'userId',
      )
    if (present.roles.includes('CENTRE_MANAGER') && !(await anotherManages(tx, centreId, personId))) {
      refuse(
        'LAST_MANAGER',
        'You can’t end this person’s work here, because the centre would be without a manager. Give the role CENTRE_MANAGER to somebody else first.',
        'userId',
      )
    }
    const ended = await tx.membership.update({ where: { id: present.id }, data: { endedAt: clock.now() } })
    await record({
      action: 'identity.membership.ended',
      centreId,
      entities: [
        { type: 'User', id: personId },
        { type: 'Centre', id: centreId },
      ],
      facts: { userId: personId, centreId },
    })
    await withdrawGrants(tx, serviceOf(ctx.services).store, personId)
    afterCommit(() => afterMembershipChange(ctx, personId))
    return rowOf(ended)
  },
  async find(found, { tx }) {
    const row = await tx.membership.findUnique({ where: { id: found } })
    return row && rowOf(row)
  },
})

const rowOf = ({ id, personId, centreId, roles, since, endedAt }: Membership): MembershipRow => ({
  id,
  personId,
  centreId,
  roles: inOrder(roles),
  since,
  endedAt,
})
