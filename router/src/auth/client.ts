import type { Claims } from '@cma/runtime'
import type { Permissions } from '../authorize/field-rules.ts'
import type { CostBudgets } from '../cost/too-expensive.ts'
import { anonymous, permissionsOf } from './permissions.ts'

/** What a caller may do with the graph. */
export interface Client {
  permissions: Permissions
  /** The most that one operation may cost; undefined: costs are not reckoned. */
  budget: number | undefined
}

/** `claims` undefined: nobody has signed in. */
export type ClientOf = (claims: Claims | undefined) => Client

export function createClients({ budgets }: { budgets: CostBudgets }): ClientOf {
  return (claims) => {
    if (!claims) return { permissions: anonymous, budget: budgets.anonymous }
    return {
      permissions: permissionsOf(claims),
      budget: claims.kind === 'PARTNER' ? budgets.partner : budgets.staff,
    }
  }
}
