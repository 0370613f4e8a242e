import { z } from 'zod'
import { belongingsOf, mayEverywhere } from './belongings.ts'
import { defineCommand } from './context.ts'
import { id } from './input.ts'
import { knownAt } from './memberships.ts'
import { isSelf, mayAtAny } from './policies.ts'
import { serviceOf } from './service.ts'
import { findPasswordLink, newSetPasswordLink, type PasswordLinkRow } from './set-password.ts'

export const renewPasswordLink = defineCommand({
  name: 'identity.renewPasswordLink',
  input: z.object({ userId: id }),
  async run({ input, viewer, tx, ctx, clock, record, refuse }): Promise<PasswordLinkRow> {
    const personId = input.userId
    const service = serviceOf(ctx.services)
    const person = await ctx.loaders.person.load(personId)
    if (!person)
      return refuse(
        'NOT_FOUND',
        'You can’t hand out a link, because there is nobody of that id among your colleagues.',
        'userId',
      )
    const known = (await knownAt(ctx, personId)).map(({ centreId }) => centreId)
    if (!mayAtAny(viewer, 'managePeople', known))
      refuse(
        'NOT_ALLOWED',
        'You can’t hand out a link, because only the centre’s managers and network administrators do. Ask one of them.',
      )
    if (isSelf(viewer, person))
      refuse('NOT_ALLOWED', 'You can’t hand yourself a link. Change your password in your account.', 'userId')
    if (!person.active) refuse('NOT_ALLOWED', 'You can’t hand out a link, because this account is closed.', 'userId')
    // Whoever holds the link becomes this person, so it must not reach further than whoever hands it out.
    const belongings = await belongingsOf(service.people, personId)
    if (belongings.length === 0 || !mayEverywhere(viewer, 'managePeople', belongings))
      refuse(
        'NOT_ALLOWED',
        'You can’t hand out a link, because this person has roles that you don’t manage. Ask a network administrator.',
        'userId',
      )
    const now = clock.now()
    const { link, row } = newSetPasswordLink(service, { now })
    await tx.setPasswordLink.createMany({ data: [{ ...row, personId, createdAt: now }] })
    await record({
      action: 'identity.password_link.renewed',
      centreId: belongings.find(({ centreId }) => centreId && viewer.seesCentre(centreId))?.centreId ?? null,
      entities: [{ type: 'User', id: personId }],
      facts: { userId: personId },
    })
    return { id: row.id, personId, setPasswordLink: link, setPasswordLinkExpiresAt: row.expiresAt }
  },
  find: (linkId, { ctx }) => findPasswordLink(serviceOf(ctx.services), linkId),
})
