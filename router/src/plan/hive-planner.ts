import {
  QueryPlanner,
  type EntityBatchAlias,
  type FetchNode,
  type FetchNodePathSegment,
  type FetchRewrite,
  type FlattenNodePathSegment,
  type PlanNode as HiveNode,
  type RequiresSelection,
} from '@graphql-hive/router-query-planner'
import type { Supergraph } from '../supergraph/supergraph.ts'
import type {
  EntityGroup,
  PathStep,
  PlanNode,
  QueryPlan,
  Requirement,
  Rewrite,
  RewriteStep,
  RootFetch,
} from './plan.ts'
import { createApolloPlanner } from './apollo-planner.ts'
import { hiveMayPlan } from './hive-planner-limits.ts'
import { drawnPercentage, readOverrideLabels } from './override-labels.ts'
import type { Planner } from './planner.ts'

/**
 * Falls back on Apollo's planner where Hive's finds no way, or may not be asked. Of labels, it decides `percent(n)` by itself,
 * from the percentage.
 */
export function createHivePlanner(supergraph: Supergraph, activeLabels: ReadonlySet<string>): Planner {
  const planner = new QueryPlanner(supergraph.sdl)
  const mayPlan = hiveMayPlan(supergraph)
  const hasLabels = readOverrideLabels(supergraph.sdl).size > 0
  let apollo: Planner | undefined // made when an operation first needs it
  const planByApollo: Planner = (operation) => (apollo ??= createApolloPlanner(supergraph, activeLabels))(operation)
  return (operation) => {
    const { document, text, operationName = null } = operation
    if (!mayPlan(document)) return planByApollo(operation)
    const percentage = hasLabels ? drawnPercentage(text) : 0
    try {
      return translated(planner.plan(text, operationName, new Set(activeLabels), percentage).node)
    } catch {
      return planByApollo(operation)
    }
  }
}

function translated(node: HiveNode | undefined): QueryPlan {
  return node ? splitSubscription(node) : {}
}

/** The Rust planner puts a subscription's primary first in a sequence; the rest of that sequence runs for every event. */
function splitSubscription(node: HiveNode): QueryPlan {
  if (node.kind === 'Subscription') return { primary: rootFetch(node.primary) }
  if (node.kind === 'Sequence' && node.nodes[0]?.kind === 'Subscription') {
    const [first, ...rest] = node.nodes
    return { primary: rootFetch(first.primary), node: { kind: 'sequence', nodes: rest.map(translate) } }
  }
  return { node: translate(node) }
}

function translate(node: HiveNode): PlanNode {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', nodes: node.nodes.map(translate) }
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map(translate) }
    case 'Flatten':
      return { kind: 'at', path: node.path.map(pathStep), node: translate(node.node) }
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        ...(node.ifClause && { then: translate(node.ifClause) }),
        ...(node.elseClause && { otherwise: translate(node.elseClause) }),
      }
    case 'Fetch':
      return node.requires ? entityFetch(node, node.requires) : rootFetch(node)
    case 'BatchFetch':
      return { kind: 'entities', ...subgraphOperation(node), groups: node.entityBatch.aliases.map(batchedGroup) }
    case 'Subscription':
    case 'Defer':
      throw new Error(`The planner put a ${node.kind} node below the root of a plan`)
  }
}

type Operation = Pick<FetchNode, 'serviceName' | 'operation' | 'operationName' | 'operationKind' | 'variableUsages'>

function subgraphOperation(node: Operation) {
  return {
    subgraph: node.serviceName,
    operation: node.operation,
    ...(node.operationName && { operationName: node.operationName }),
    operationKind: node.operationKind ?? ('query' as const),
    variables: node.variableUsages ?? [],
  }
}

function rootFetch(node: FetchNode): RootFetch {
  return { kind: 'fetch', ...subgraphOperation(node), outputRewrites: (node.outputRewrites ?? []).map(rewrite) }
}

function entityFetch(node: FetchNode, requires: readonly RequiresSelection[]): PlanNode {
  const group = {
    variable: 'representations',
    responseKey: '_entities',
    requires: requires.map(requirement),
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites: (node.outputRewrites ?? []).map(rewrite),
  }
  return { kind: 'entities', ...subgraphOperation(node), groups: [group] }
}

function batchedGroup(alias: EntityBatchAlias): EntityGroup {
  return {
    paths: alias.paths.map((path) => path.map(pathStep)),
    variable: alias.representationsVariableName,
    responseKey: alias.alias,
    requires: alias.requires.map(requirement),
    inputRewrites: (alias.inputRewrites ?? []).map(rewrite),
    outputRewrites: (alias.outputRewrites ?? []).map(rewrite),
  }
}

function pathStep(segment: FlattenNodePathSegment): PathStep {
  if (segment === '@') return { kind: 'each' }
  return 'Field' in segment ? { kind: 'field', name: segment.Field } : { kind: 'type', types: segment.TypeCondition }
}

/** In this planner's requirements `name` is the key in our data and `alias` the subgraph's name for it. */
function requirement(selection: RequiresSelection): Requirement {
  switch (selection.kind) {
    case 'Field':
      return {
        kind: 'field',
        source: selection.name,
        target: selection.alias ?? selection.name,
        ...(selection.selections && { selections: selection.selections.map(requirement) }),
      }
    case 'InlineFragment':
      return {
        kind: 'fragment',
        on: selection.typeCondition,
        ...(selection.skipIf && { skipIf: selection.skipIf }),
        ...(selection.includeIf && { includeIf: selection.includeIf }),
        selections: selection.selections.map(requirement),
      }
    case 'FragmentSpread':
      throw new Error('The planner left a fragment spread in a requirement')
  }
}

function rewrite(from: FetchRewrite): Rewrite {
  if ('KeyRenamer' in from) {
    const { path, key } = splitPath(from.KeyRenamer.path)
    return { kind: 'rename', path, key, to: from.KeyRenamer.renameKeyTo }
  }
  const setter = 'ValueSetter' in from ? from.ValueSetter : from
  return { kind: 'set', ...splitPath(setter.path), value: setter.setValueTo }
}

function splitPath(segments: readonly FetchNodePathSegment[]): { path: RewriteStep[]; key: string } {
  const last = segments.at(-1)
  const path = segments
    .slice(0, -1)
    .map((s): RewriteStep => ('Key' in s ? { kind: 'field', name: s.Key } : { kind: 'on', types: s.TypenameEquals }))
  return { path, key: last && 'Key' in last ? last.Key : '' }
}
