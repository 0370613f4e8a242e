import { roles, type Role } from '@cma/runtime'

/** Held at one centre. */
export const centreRoles = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
] as const satisfies Role[]
/** Held for a whole network, and so at each of its centres. The remaining roles are given by no command. */
export const networkRoles = ['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR'] as const satisfies Role[]

export type CentreRole = (typeof centreRoles)[number]
export type NetworkRole = (typeof networkRoles)[number]

/** Whoever works for a centre or its network, in any way. Clients and software do not. */
export const staffRoles: Role[] = [...centreRoles, ...networkRoles]

/** Without repeats, in the order of the contract. */
export function inOrder(given: Iterable<string>): Role[] {
  const set = new Set(given)
  return roles.filter((role) => set.has(role))
}

export const isCentreRole = (role: string): role is CentreRole => (centreRoles as readonly string[]).includes(role)
export const isNetworkRole = (role: string): role is NetworkRole => (networkRoles as readonly string[]).includes(role)
