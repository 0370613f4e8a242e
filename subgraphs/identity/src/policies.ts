import type { Role, Viewer } from '@cma/runtime'
import { isCentreRole, isNetworkRole, staffRoles } from './roles.ts'

// Who may do what, asked by commands and by reads alike. Each line: the roles that one of must be held at the centre.
const may = {
  seeColleagues: staffRoles,
  seeWhoHasLeft: ['CENTRE_MANAGER', 'NETWORK_ADMIN'],
  seeEmailAddresses: ['CENTRE_MANAGER', 'NETWORK_ADMIN'],
  managePeople: ['CENTRE_MANAGER', 'NETWORK_ADMIN'],
  giveNetworkRoles: ['NETWORK_ADMIN'],
  closeAccounts: ['NETWORK_ADMIN'],
  describeCentre: ['CENTRE_MANAGER', 'NETWORK_ADMIN'],
} as const satisfies Record<string, readonly Role[]>

export type Act = keyof typeof may

/** Whether the viewer may do the act at the centre. Software of partners only ever looks at what `PARTNER_APP` may see. */
export const mayAt = (viewer: Viewer, act: Act, centreId: string): boolean =>
  viewer.kind === 'USER' && viewer.hasRole(centreId, ...may[act])

/** Whether the viewer may do the act at one of the centres. */
export const mayAtAny = (viewer: Viewer, act: Act, centreIds: readonly string[]): boolean =>
  centreIds.some((id) => mayAt(viewer, act, id))

/** The roles among those given that the viewer can't give at the centre. */
export function notGrantable(viewer: Viewer, centreId: string, roles: readonly Role[]): Role[] {
  return roles.filter(
    (role) => !isCentreRole(role) && !(isNetworkRole(role) && mayAt(viewer, 'giveNetworkRoles', centreId)),
  )
}

/** Staff know everybody of the centres that they see. Clients and software know the people who work there, and themselves. */
export function mayKnow(
  viewer: Viewer,
  person: { id: string },
  memberships: readonly { centreId: string; roles: readonly string[] }[],
): boolean {
  if (isSelf(viewer, person)) return true
  return memberships.some(
    ({ centreId, roles }) =>
      viewer.seesCentre(centreId) &&
      (mayAt(viewer, 'seeColleagues', centreId) || roles.some((role) => role !== 'CLIENT')),
  )
}

export const isSelf = (viewer: Viewer, person: { id: string }): boolean =>
  viewer.kind === 'USER' && viewer.id === person.id
