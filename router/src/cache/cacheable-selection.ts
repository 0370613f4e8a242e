import type { FetchRule } from './fetch-rule.ts'
import type { NormalSelection } from './normal-selection.ts'

/** A selection of a plan whose answers may be remembered. */
export interface CacheableSelection extends NormalSelection {
  subgraph: string
  rule: FetchRule
}
