import type { CacheableSelection } from '../cache/cacheable-selection.ts'

/**
 * The one shape of a query plan that the router executes. Each planner (`apollo`, `hive`) is translated into it,
 * so that nothing else in the router knows which planner is in use.
 */

/** A step of a path into the merged data: into a field, over every element of a list, or only on some types. */
export type PathStep = { kind: 'field'; name: string } | { kind: 'each' } | { kind: 'type'; types: readonly string[] }

/** What an entity fetch needs to know of an entity: `source` is where the data has it, `target` what the subgraph calls it. */
export type Requirement =
  | { kind: 'field'; source: string; target: string; selections?: readonly Requirement[] }
  | { kind: 'fragment'; on?: string; skipIf?: string; includeIf?: string; selections: readonly Requirement[] }

/** A change to data between two subgraphs' views of a type (an interface object's `__typename`, an alias given back its name). */
export type Rewrite =
  | { kind: 'set'; path: readonly RewriteStep[]; key: string; value: unknown }
  | { kind: 'rename'; path: readonly RewriteStep[]; key: string; to: string }

export type RewriteStep = { kind: 'field'; name: string } | { kind: 'on'; types: readonly string[] }

export type OperationKind = 'query' | 'mutation' | 'subscription'

/** Set where answers may be remembered (`cache/mark-cacheable.ts`). */
interface Rememberable {
  cacheable?: CacheableSelection
}

interface SubgraphOperation {
  subgraph: string
  operation: string
  operationName?: string
  operationKind: OperationKind
  /** Names of the client's variables that the operation uses. */
  variables: readonly string[]
}

/** One set of entities in a fetch: which they are, what is sent of them, and under which variable and alias. */
export interface EntityGroup extends Rememberable {
  /** Paths below the fetch's place; none means the place itself. */
  paths?: readonly (readonly PathStep[])[]
  /** Name of the variable that carries the representations. */
  variable: string
  /** Response key of the `_entities` field. */
  responseKey: string
  requires: readonly Requirement[]
  inputRewrites: readonly Rewrite[]
  outputRewrites: readonly Rewrite[]
}

/** A variable of a fetch whose value stands at or above its entities in the data (`@fromContext`). */
export interface ContextVariable {
  variable: string
  /** How many fields up from an entity. */
  up: number
  /** From there down to the value; leads nowhere where a type in it is another. */
  path: readonly RewriteStep[]
}

/** Fields of the root type (or of a root type reached again below the root). */
export interface RootFetch extends SubgraphOperation, Rememberable {
  kind: 'fetch'
  outputRewrites: readonly Rewrite[]
}

/** Fields of entities found in the data so far; several groups of one subgraph may travel in one request. */
export interface EntityFetch extends SubgraphOperation {
  kind: 'entities'
  groups: readonly EntityGroup[]
  /** Several may speak of one variable, each for another type that gives it. */
  context?: readonly ContextVariable[]
}

export type PlanNode =
  | RootFetch
  | EntityFetch
  | { kind: 'sequence'; nodes: readonly PlanNode[] }
  | { kind: 'parallel'; nodes: readonly PlanNode[] }
  | { kind: 'at'; path: readonly PathStep[]; node: PlanNode }
  | { kind: 'condition'; variable: string; then?: PlanNode; otherwise?: PlanNode }

export interface QueryPlan {
  /** Of a subscription: the fetch whose events start the rest of the plan. */
  primary?: RootFetch
  node?: PlanNode
}
