import { createContext, useContext } from 'react'
import type { Role } from '../generated/graphql.ts'

/** Who is signed in, where they work and as what. */
export interface Viewer {
  id: string
  name: string
  email: string | null
  roles: Role[]
  centres: { id: string; name: string }[]
  memberships: { roles: Role[]; centre: { id: string; name: string } }[]
}

export const ViewerContext = createContext<Viewer | undefined>(undefined)

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer belongs inside the signed-in part of the app.')
  return viewer
}

const watchers: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR']
const keepers: Role[] = ['CENTRE_MANAGER', 'NETWORK_ADMIN']
const caseworkers: Role[] = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
]
const openers: Role[] = ['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER']
const chainReaders: Role[] = ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR']
const auditReaders: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR']

const any = (roles: Role[], wanted: Role[]) => roles.some((role) => wanted.includes(role))

/** What the app offers; the server decides on its own whether it is allowed. */
export const offers = {
  cases: (viewer: Viewer) => any(viewer.roles, caseworkers),
  ownCases: (viewer: Viewer) => any(viewer.roles, ['ADVISER', 'TRAINEE_ADVISER']),
  openCase: (viewer: Viewer) => any(viewer.roles, openers),
  centre: (viewer: Viewer) => any(viewer.roles, watchers),
  people: (viewer: Viewer) => any(viewer.roles, keepers),
  registers: (viewer: Viewer) => any(viewer.roles, caseworkers),
  fileReviews: (viewer: Viewer) => any(viewer.roles, [...auditReaders, 'ADVISER', 'TRAINEE_ADVISER']),
  drawFileReviews: (viewer: Viewer) => any(viewer.roles, ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER']),
  auditTrail: (viewer: Viewer) => any(viewer.roles, auditReaders),
  restrictedViews: (viewer: Viewer) => any(viewer.roles, ['CENTRE_MANAGER', ...chainReaders]),
  auditChain: (viewer: Viewer) => any(viewer.roles, chainReaders),
  breakGlass: (viewer: Viewer) => any(viewer.roles, ['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR']),
  onlyOwnCase: (viewer: Viewer) => viewer.roles.length > 0 && viewer.roles.every((role) => role === 'CLIENT'),
}
