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

/** Who learns who looked at restricted cases. A supervisor may be one from whom a case is kept. */
export function mayReadViews(viewer: Viewer, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, 'CENTRE_MANAGER', ...networkReaders)
}

export function mayVerify(viewer: Viewer): boolean {
  return viewer.kind === 'USER' && mayReadChain(viewer)
}

export function mayExport(viewer: Viewer): boolean {
  return viewer.kind === 'USER' && mayReadChain(viewer)
}

/** The centres whose trail the viewer reads. */
export function trailCentres(viewer: Viewer): string[] {
  return viewer.centreIds().filter((id) => viewer.hasRole(id, ...centreReaders))
}
