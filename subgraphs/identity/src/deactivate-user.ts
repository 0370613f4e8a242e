import { z } from 'zod'
import { afterMembershipChange } from './after-membership-change.ts'
import { belongingsOf, mayEverywhere } from './belongings.ts'
import { defineCommand } from './context.ts'
import { id } from './input.ts'
import { anotherAdministers, anotherManages, lockPeopleOf } from './last-holder.ts'
import { knownAt } from './memberships.ts'
import { isSelf, mayAtAny } from './policies.ts'
import { serviceOf } from './service.ts'
import { endSessions } from './sessions.ts'

export const deactivateUser = defineCommand({
  name: 'identity.deactivateUser',
  input: z.object({ userId: id }),
  async run({ input, viewer, tx, ctx, clock, record, refuse, afterCommit }) {
    const personId = input.userId
    const { people, store } = serviceOf(ctx.services)
    const person = await ctx.loaders.person.load(personId)
    if (!person)
      return refuse(
        'NOT_FOUND',
        'You can’t close this account, because there is nobody of that id among your colleagues.',
        'userId',
      )
    const known = await knownAt(ctx, personId)
    if (
      !mayAtAny(
        viewer,
        'closeAccounts',
        known.map(({ centreId }) => centreId),
      )
    ) {
      refuse(
        'NOT_ALLOWED',
        'You can’t close accounts, because only network administrators do. Ask one of them, or end the person’s work at your centre.',
      )
    }
    if (isSelf(viewer, person))
      refuse('NOT_ALLOWED', 'You can’t close your own account. Ask another network administrator.', 'userId')
    if (!person.active) return person

    const belongings = await belongingsOf(people, personId)
    if (!mayEverywhere(viewer, 'closeAccounts', belongings)) {
      refuse(
        'NOT_ALLOWED',
        'You can’t close this account, because the person works in another network too. End their work at your centres instead.',
        'userId',
      )
    }
    await lockPeopleOf(
      tx,
      belongings.map(({ centreId, networkId }) => centreId ?? networkId),
    )
    for (const { centreId, networkId, roles } of belongings) {
      if (centreId && roles.includes('CENTRE_MANAGER') && !(await anotherManages(tx, centreId, personId))) {
        refuse(
          'LAST_MANAGER',
          'You can’t close this account, because a centre would be without a manager. Give the role CENTRE_MANAGER to somebody else there first.',
          'userId',
        )
      }
      if (!centreId && roles.includes('NETWORK_ADMIN') && !(await anotherAdministers(tx, networkId, personId))) {
        refuse(
          'LAST_ADMINISTRATOR',
          'You can’t close this account, because the network would be without an administrator. Give the role NETWORK_ADMIN to somebody else first.',
          'userId',
        )
      }
    }
    const endedAt = clock.now()
    await tx.membership.updateMany({ where: { personId, endedAt: null }, data: { endedAt } })
    await tx.networkMembership.updateMany({ where: { personId, endedAt: null }, data: { endedAt } })
    const closed = await tx.person.update({ where: { id: personId }, data: { active: false } })
    await record({
      action: 'identity.user.deactivated',
      centreId: null,
      entities: [{ type: 'User', id: personId }],
      facts: { userId: personId },
    })
    const end = () => endSessions({ store, nudges: ctx.services.nudges }, personId)
    // Now, because with the store away the account would stay usable: then it is not closed. And once more after the
    // commit, for whoever signs in meanwhile.
    await end()
    afterCommit(end)
    afterCommit(() => afterMembershipChange(ctx, personId))
    return closed
  },
  find: (found, { tx }) => tx.person.findUnique({ where: { id: found } }),
})
