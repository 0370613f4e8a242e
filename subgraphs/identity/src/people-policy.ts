import type { Role, Viewer } from '@cma/runtime'
import type { RefusalCode } from './generated/graphql.ts'
import { mayAt, notGrantable } from './policies.ts'

type Refuse = (code: RefusalCode, message: string, field?: string) => never

/** Refuses unless the viewer may change who works at the centre. `what` completes 'You can’t …'. */
export function demandPeopleManager({
  viewer,
  refuse,
  centreId,
  what,
}: {
  viewer: Viewer
  refuse: Refuse
  centreId: string
  what: string
}): void {
  if (!viewer.seesCentre(centreId))
    refuse(
      'NOT_FOUND',
      `You can’t ${what}, because there is no such centre among yours. Choose one of your centres.`,
      'centreId',
    )
  if (!mayAt(viewer, 'managePeople', centreId)) {
    refuse(
      'NOT_ALLOWED',
      `You can’t ${what}, because only the centre’s managers and network administrators do. Ask one of them.`,
    )
  }
}

/** Refuses unless the viewer may give all of the roles at the centre. */
export function demandGrantable({
  viewer,
  refuse,
  centreId,
  roles,
}: {
  viewer: Viewer
  refuse: Refuse
  centreId: string
  roles: readonly Role[]
}): void {
  const [role] = notGrantable(viewer, centreId, roles)
  if (role === undefined) return
  const why = ['CLIENT', 'PARTNER_APP', 'SYSTEM'].includes(role)
    ? 'no person is given it by hand. Leave it out.'
    : 'it counts in the whole network. Ask a network administrator.'
  refuse('ROLE_NOT_GRANTABLE', `You can’t give the role ${role}, because ${why}`, 'roles')
}
