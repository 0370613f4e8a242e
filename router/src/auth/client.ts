import type { Claims } from '@cma/runtime/viewer'
import type { Permissions } from '../authorize/field-rules.ts'
import type { CostBudgets } from '../cost/too-expensive.ts'
import { anonymous, permissionsOf } from './permissions.ts'

/** What a caller may do with the graph. */
export interface Client {
  permissions: Permissions
  /** The most that one operation may cost; undefined: costs are not reckoned. */
  budget: number | undefined
  /** Only documents of our own app are run. */
  trustedOnly: boolean
  /** Is shown, when it asks, which subgraphs are asked what. */
  mayReadPlans: boolean
}

/** `claims` undefined: nobody has signed in. */
export type ClientOf = (claims: Claims | undefined) => Client

export interface ClientsOptions {
  budgets: CostBudgets
  /** Whether people may run only documents of the app. */
  trustedForStaff: boolean
}

export function createClients({ budgets, trustedForStaff }: ClientsOptions): ClientOf {
  const nobody = { permissions: anonymous, budget: budgets.anonymous, trustedOnly: false, mayReadPlans: false }
  /** A session's requests come with the very same claims until its grants change. */
  const clients = new WeakMap<Claims, Client>()
  const make = (claims: Claims): Client => {
    const permissions = permissionsOf(claims)
    return {
      permissions,
      budget: claims.kind === 'PARTNER' ? budgets.partner : budgets.staff,
      trustedOnly: trustedForStaff && claims.kind === 'USER',
      mayReadPlans: permissions.policies.has('NETWORK_ADMIN'),
    }
  }
  return (claims) => {
    if (!claims) return nobody
    const known = clients.get(claims)
    if (known) return known
    const client = make(claims)
    clients.set(claims, client)
    return client
  }
}
