import { newId } from '@cma/runtime'
import { z } from 'zod'
import { afterMembershipChange } from './after-membership-change.ts'
import { defineCommand, type CommandWork } from './context.ts'
import { withdrawGrants } from './grants.ts'
import { givenRoles, id } from './input.ts'
import { anotherAdministers, anotherManages, lockPeopleOf } from './last-holder.ts'
import { membershipAt, membershipId } from './memberships.ts'
import { demandGrantable, demandPeopleManager } from './people-policy.ts'
import { mayAt } from './policies.ts'
import { isCentreRole, isNetworkRole } from './roles.ts'
import { serviceOf } from './service.ts'

const input = z.object({ centreId: id, userId: id, roles: givenRoles })
type RolesWork = CommandWork<z.output<typeof input>>

export const changeRoles = defineCommand({
  name: 'identity.changeRoles',
  input,
  async run(work) {
    const { viewer, ctx, refuse, record, afterCommit } = work
    const { centreId, userId, roles } = work.input
    demandPeopleManager({ viewer, refuse, centreId, what: 'change roles at this centre' })
    const person = await ctx.loaders.person.load(userId)
    if (!person)
      return refuse(
        'NOT_FOUND',
        'You can’t give this person roles, because there is nobody of that id among your colleagues. Add them as a new colleague.',
        'userId',
      )
    if (!person.active)
      refuse(
        'NOT_ALLOWED',
        'You can’t give this person roles, because their account is closed. Add them as a new colleague with another e-mail address.',
        'userId',
      )
    demandGrantable({ viewer, refuse, centreId, roles })
    const centre = await work.tx.centre.findUniqueOrThrow({ where: { id: centreId } })
    await lockPeopleOf(work.tx, [centreId, centre.networkId])
    await setCentreRoles(work)
    // What a manager can't give, a manager does not take away either.
    if (mayAt(viewer, 'giveNetworkRoles', centreId)) await setNetworkRoles(work, centre.networkId)
    await record({
      action: 'identity.membership.changed',
      centreId,
      entities: [
        { type: 'User', id: userId },
        { type: 'Centre', id: centreId },
      ],
      facts: { userId, centreId, roles },
    })
    await withdrawGrants(work.tx, serviceOf(ctx.services).store, userId)
    afterCommit(() => afterMembershipChange(ctx, userId))
    ctx.loaders.membershipsOf.clear(userId)
    ctx.loaders.networkMembershipsOf.clear(userId)
    return (await membershipAt(ctx, userId, centreId))!
  },
  async find(found, { ctx }) {
    const [personId = '', centreId = ''] = found.split(':')
    const membership = await membershipAt(ctx, personId, centreId)
    return membership && { ...membership, id: membershipId(personId, centreId) }
  },
})

async function setCentreRoles({ input, tx, refuse, clock }: RolesWork): Promise<void> {
  const { centreId, userId: personId } = input
  const present = await tx.membership.findFirst({ where: { personId, centreId, endedAt: null } })
  // Whoever is also a client of the centre stays one.
  const roles = [...input.roles.filter(isCentreRole), ...(present?.roles.includes('CLIENT') ? ['CLIENT'] : [])]
  if (
    present?.roles.includes('CENTRE_MANAGER') &&
    !roles.includes('CENTRE_MANAGER') &&
    !(await anotherManages(tx, centreId, personId))
  ) {
    refuse(
      'LAST_MANAGER',
      'You can’t take the role CENTRE_MANAGER from this person, because the centre would be without a manager. Give the role to somebody else first.',
      'roles',
    )
  }
  if (!present && roles.length > 0)
    await tx.membership.create({ data: { id: newId(), personId, centreId, roles, since: clock.now() } })
  else if (present && roles.length > 0) await tx.membership.update({ where: { id: present.id }, data: { roles } })
  else if (present) await tx.membership.update({ where: { id: present.id }, data: { endedAt: clock.now() } })
}

async function setNetworkRoles({ input, tx, refuse, clock }: RolesWork, networkId: string): Promise<void> {
  const personId = input.userId
  const roles = input.roles.filter(isNetworkRole)
  const present = await tx.networkMembership.findFirst({ where: { personId, networkId, endedAt: null } })
  if (
    present?.roles.includes('NETWORK_ADMIN') &&
    !roles.includes('NETWORK_ADMIN') &&
    !(await anotherAdministers(tx, networkId, personId))
  ) {
    refuse(
      'LAST_ADMINISTRATOR',
      'You can’t take the role NETWORK_ADMIN from this person, because the network would be without an administrator. Give the role to somebody else first.',
      'roles',
    )
  }
  if (!present && roles.length > 0)
    await tx.networkMembership.create({ data: { id: newId(), personId, networkId, roles, since: clock.now() } })
  else if (present && roles.length > 0)
    await tx.networkMembership.update({ where: { id: present.id }, data: { roles } })
  else if (present) await tx.networkMembership.update({ where: { id: present.id }, data: { endedAt: clock.now() } })
}
