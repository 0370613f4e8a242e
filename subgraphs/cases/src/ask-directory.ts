import type { Role } from '@cma/runtime'
import type { Context, Refuse } from './context.ts'
import { caseOwners, readers } from './policies.ts'

/** Whether somebody has one of the roles at the centre; UNKNOWN when identity can't be asked. */
export type Standing = 'YES' | 'NO' | 'UNKNOWN'

const membershipsOf = /* GraphQL */ `
  query MembershipsOf($id: ID!) {
    user(id: $id) {
      active
      memberships {
        centre {
          id
        }
        roles
      }
    }
  }
`
type Answer = { user: { active: boolean; memberships: Array<{ centre: { id: string }; roles: Role[] }> } | null }

/** Asks identity, before the transaction. What the viewer's own token says needs no asking. */
export async function standingAt(ctx: Context, userId: string, centreId: string, roles: Role[]): Promise<Standing> {
  if (userId === ctx.viewer.id) return ctx.viewer.hasRole(centreId, ...roles) ? 'YES' : 'NO'
  await ctx.releaseLane()
  const answer = await ctx.askGraph<Answer>(membershipsOf, { id: userId }).catch(() => undefined)
  if (!answer?.data || answer.errors.length > 0) return 'UNKNOWN'
  const { user } = answer.data
  const held = user?.active
    ? user.memberships.filter(({ centre }) => centre.id === centreId).flatMap((membership) => membership.roles)
    : []
  return held.some((role) => roles.includes(role)) ? 'YES' : 'NO'
}

/** Where the case that a command names is; undefined when the viewer may not know of it. */
export async function centreOfCase(ctx: Context, caseId: string): Promise<string | undefined> {
  return (await ctx.loaders.caseById.load(caseId))?.centreId
}

/** Whether a person may own cases of the centre. Nobody named is fine: that is decided elsewhere. */
export async function standingAsOwner(
  ctx: Context,
  userId: string | null | undefined,
  centreId: string | undefined,
): Promise<Standing> {
  return userId && centreId ? standingAt(ctx, userId, centreId, caseOwners) : 'YES'
}

/** Whether a person may be given work on cases of the centre. */
export async function standingAsColleague(
  ctx: Context,
  userId: string | null | undefined,
  centreId: string | undefined,
): Promise<Standing> {
  return userId && centreId ? standingAt(ctx, userId, centreId, readers) : 'YES'
}

export function requireStanding(refuse: Refuse, standing: Standing, field: string): void {
  if (standing === 'NO')
    refuse('NOT_AN_ADVISER_HERE', 'This person does not work with cases at the centre. Choose somebody who does', field)
  if (standing === 'UNKNOWN') {
    refuse(
      'DIRECTORY_UNAVAILABLE',
      "It can't be looked up just now who works at the centre, so nothing was changed. Try again in a minute",
      field,
    )
  }
}
