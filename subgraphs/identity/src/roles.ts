/**
 * The roles of the contract, in the order in which they are always listed.
 * The first six are held at a centre, the next four for a whole network; the rest are never given by a command.
 */
export const centreRoles = ['ADVISER', 'TRAINEE_ADVISER', 'VOLUNTEER_SUPPORT', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD'] as const
export const networkRoles = ['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR'] as const
const otherRoles = ['CLIENT', 'PARTNER_APP', 'SYSTEM'] as const

export type CentreRole = (typeof centreRoles)[number]
export type NetworkRole = (typeof networkRoles)[number]
export type Role = CentreRole | NetworkRole | (typeof otherRoles)[number]

/** Whoever works for a centre or its network, in any way. Clients and software do not. */
export const staffRoles: readonly Role[] = [...centreRoles, ...networkRoles]

const order: readonly Role[] = [...centreRoles, ...networkRoles, ...otherRoles]

/** Without repeats, in the fixed order. */
export function inOrder(roles: Iterable<string>): Role[] {
  const given = new Set(roles)
  return order.filter((role) => given.has(role))
}

export const isCentreRole = (role: string): role is CentreRole => (centreRoles as readonly string[]).includes(role)
export const isNetworkRole = (role: string): role is NetworkRole => (networkRoles as readonly string[]).includes(role)
