import { newId } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from './context.ts'
import { email, givenRoles, id, name, telephone } from './input.ts'
import { demandGrantable, demandPeopleManager } from './people-policy.ts'
import { isCentreRole, isNetworkRole } from './roles.ts'
import { serviceOf } from './service.ts'
import { findPasswordLink, newSetPasswordLink, type PasswordLinkRow } from './set-password.ts'

export const addUser = defineCommand({
  name: 'identity.addUser',
  input: z.object({ centreId: id, name, email, telephone, roles: givenRoles }),
  async run({ input, viewer, tx, ctx, clock, record, refuse }): Promise<PasswordLinkRow> {
    const { centreId, roles } = input
    demandPeopleManager({ viewer, refuse, centreId, what: 'add somebody to this centre' })
    demandGrantable({ viewer, refuse, centreId, roles })
    const centre = await tx.centre.findUniqueOrThrow({ where: { id: centreId } })
    const personId = newId()
    // createMany, because it returns nothing: until there is a membership, the viewer may not see the person.
    const person = { id: personId, name: input.name, email: input.email, telephone: input.telephone ?? null }
    if ((await tx.person.createMany({ data: [person], skipDuplicates: true })).count === 0) {
      refuse(
        'EMAIL_TAKEN',
        'You can’t add this person, because somebody already uses this e-mail address. If they work at another centre, ask a network administrator to give them roles here.',
        'email',
      )
    }
    const [atCentre, inNetwork] = [roles.filter(isCentreRole), roles.filter(isNetworkRole)]
    const since = clock.now()
    if (atCentre.length > 0)
      await tx.membership.create({ data: { id: newId(), personId, centreId, roles: atCentre, since } })
    if (inNetwork.length > 0)
      await tx.networkMembership.create({
        data: { id: newId(), personId, networkId: centre.networkId, roles: inNetwork, since },
      })
    const { link, row } = newSetPasswordLink(serviceOf(ctx.services), { now: since })
    await tx.setPasswordLink.createMany({ data: [{ ...row, personId, createdAt: since }] })
    const entities = [
      { type: 'User', id: personId },
      { type: 'Centre', id: centreId },
    ]
    await record({ action: 'identity.user.added', centreId, entities, facts: { userId: personId, centreId } })
    await record({
      action: 'identity.membership.changed',
      centreId,
      entities,
      facts: { userId: personId, centreId, roles },
    })
    return { id: row.id, personId, setPasswordLink: link, setPasswordLinkExpiresAt: row.expiresAt }
  },
  find: (linkId, { ctx }) => findPasswordLink(serviceOf(ctx.services), linkId),
})
