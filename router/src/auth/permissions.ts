import type { Claims } from '@cma/runtime/viewer'
import type { Permissions } from '../authorize/field-rules.ts'

export const anonymous: Permissions = { authenticated: false, scopes: new Set(), policies: new Set() }

/** `@policy` names roles: one is met by whoever holds that role at any centre or network. */
export function permissionsOf({ scopes, c, n }: Claims): Permissions {
  return {
    authenticated: true,
    scopes: new Set(scopes),
    policies: new Set<string>([...Object.values(c), ...Object.values(n)].flat()),
  }
}
