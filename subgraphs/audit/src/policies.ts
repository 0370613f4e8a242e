import type { Role, Viewer } from '@cma/runtime'

/** Who reads what happened at a centre. */
const centreReaders: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR']

/** Who reads what happened at no centre in particular, such as sign-ins, and the state of the whole chain. */
const networkReaders: Role[] = ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR']

export function mayReadTrail(viewer: Viewer): boolean {
  return viewer.hasRoleAnywhere(...centreReaders)
}

export function mayReadTrailOf(viewer: Viewer, centreId: string | null): boolean {
  return centreId === null ? mayReadCentreless(viewer) : viewer.hasRole(centreId, ...centreReaders)
}

export function mayReadCentreless(viewer: Viewer): boolean {
  return viewer.hasRoleAnywhere(...networkReaders)
}

export function mayReadChain(viewer: Viewer): boolean {
  return viewer.hasRoleAnywhere(...networkReaders)
}

/** The centres whose trail the viewer reads. */
export function trailCentres(viewer: Viewer): string[] {
  return viewer.centreIds().filter((id) => viewer.hasRole(id, ...centreReaders))
}
