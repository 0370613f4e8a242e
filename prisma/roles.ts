/** In the order in which they migrate: every other domain writes into the ledger of `audit`. */
export const domains = ['audit', 'identity', 'cases', 'compliance'] as const
export type Domain = (typeof domains)[number]

/** The roles that sign in; made by bootstrap/roles.sql. A domain's migrator does not sign in. */
export const loginRoles = [
  'audit_app',
  'audit_sealer',
  'identity_app',
  'cases_app',
  'compliance_app',
  'compliance_engine',
] as const
export type LoginRole = (typeof loginRoles)[number]

export type RolePasswords = Record<LoginRole, string>

/** The address of the same database for one of the roles. */
export function urlForRole(superuserUrl: string, role: LoginRole, passwords: RolePasswords): string {
  const url = new URL(superuserUrl)
  url.username = role
  url.password = encodeURIComponent(passwords[role])
  return url.toString()
}
