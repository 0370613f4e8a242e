import type { Context } from './context.ts'
import type { Person } from './generated/prisma/client.ts'
import { knownAt, membershipsOf, type MembershipRow } from './memberships.ts'
import { isSelf, mayAt, mayAtAny, mayKnow } from './policies.ts'

/** The person, or null when the viewer is not to know of them. */
export async function isKnown(ctx: Context, person: Person | null): Promise<Person | null> {
  if (!person || isColleagueEverywhere(ctx)) return person
  return mayKnow(ctx.viewer, person, await knownAt(ctx, person.id)) ? person : null
}

/** Seen by the person, by managers of a centre where they work or worked, and by administrators of the network. */
export async function mayReadEmail(ctx: Context, person: Person): Promise<boolean> {
  if (isSelf(ctx.viewer, person)) return true
  if (!mayAtAny(ctx.viewer, 'seeEmailAddresses', ctx.viewer.centreIds())) return false
  const [atCentres, anywhere] = await Promise.all([ctx.loaders.membershipsOf.load(person.id), knownAt(ctx, person.id)])
  const managed = atCentres.map(({ centreId }) => centreId)
  return (
    mayAtAny(ctx.viewer, 'seeEmailAddresses', managed) ||
    mayAtAny(
      ctx.viewer,
      'closeAccounts',
      anywhere.map(({ centreId }) => centreId),
    )
  )
}

/** Seen by colleagues. */
export async function mayReadTelephone(ctx: Context, person: Person): Promise<boolean> {
  if (isSelf(ctx.viewer, person) || isColleagueEverywhere(ctx)) return true
  const known = await knownAt(ctx, person.id)
  return mayAtAny(
    ctx.viewer,
    'seeColleagues',
    known.map(({ centreId }) => centreId),
  )
}

/** One's own, and those of colleagues where one is a colleague. */
export async function visibleMembershipsOf(ctx: Context, person: Person): Promise<MembershipRow[]> {
  const memberships = await membershipsOf(ctx, person.id)
  if (isSelf(ctx.viewer, person)) return memberships
  return memberships.filter(({ centreId }) => mayAt(ctx.viewer, 'seeColleagues', centreId))
}

/** Then whoever the database shows is somebody to know, and nothing more has to be read to say so: the usual case. */
function isColleagueEverywhere({ viewer }: Context): boolean {
  const centreIds = viewer.centreIds()
  return centreIds.length > 0 && centreIds.every((centreId) => mayAt(viewer, 'seeColleagues', centreId))
}
