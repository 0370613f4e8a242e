import { entityTag, subgraphTag } from '@cma/runtime/result-tags'
import type { JsonObject } from '../execute/data.ts'
import type { CacheableSelection } from './cacheable-selection.ts'
import { idOf } from './fetch-rule.ts'

/** Something asked of a subgraph whose answer may be remembered: a root fetch, or one representation of an entity fetch. */
export interface Question {
  selection: CacheableSelection
  /** JSON text of the representation; a root fetch has none. */
  representation?: string
  /** The client's variables. */
  variables: JsonObject
}

/** What makes the answer old; undefined when that cannot be said, and so it is not remembered. */
export function tagsOf({ selection, representation, variables }: Question): readonly string[] | undefined {
  const { subgraph, rule } = selection
  const tags = rule.tagsFor(variables)
  if (!tags) return undefined
  const whole = subgraphTag(subgraph)
  if (representation === undefined) return [whole, ...tags]
  const { __typename: type, id } = JSON.parse(representation) as JsonObject
  const known = idOf(id)
  return typeof type === 'string' && known !== undefined ? [whole, entityTag(type, known), ...tags] : undefined
}
