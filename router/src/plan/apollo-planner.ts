import { operationFromDocument } from '@apollo/federation-internals'
import {
  QueryPlanner,
  type FetchDataKeyRenamer,
  type FetchDataRewrite,
  type FetchNode,
  type PlanNode as ApolloNode,
  type QueryPlanSelectionNode,
} from '@apollo/query-planner'
import type { Supergraph } from '../supergraph/supergraph.ts'
import { drawnPercentage, isLabelActive, readOverrideLabels } from './override-labels.ts'
import type { ContextVariable, PathStep, PlanNode, Requirement, Rewrite, RewriteStep, RootFetch } from './plan.ts'
import { planInParts } from './plan-in-parts.ts'
import type { Planner } from './planner.ts'

export function createApolloPlanner(supergraph: Supergraph, activeLabels: ReadonlySet<string>): Planner {
  const planner = new QueryPlanner(supergraph.federated, { incrementalDelivery: { enableDefer: false } })
  const apiSchema = supergraph.federated.apiSchema()
  const labels = [...readOverrideLabels(supergraph.sdl)]
  return planInParts(({ document, text, operationName }) => {
    const operation = operationFromDocument(apiSchema, document, operationName ? { operationName } : {})
    const percentage = labels.length > 0 ? drawnPercentage(text) : 0
    const overrideConditions = new Map(labels.map((label) => [label, isLabelActive(label, percentage, activeLabels)]))
    const { node } = planner.buildQueryPlan(operation, { overrideConditions })
    if (!node) return {}
    if (node.kind !== 'Subscription') return { node: translate(node) }
    return { primary: rootFetch(node.primary), ...(node.rest && { node: translate(node.rest) }) }
  }, supergraph)
}

function translate(node: ApolloNode): PlanNode {
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
    case 'Defer':
      throw new Error('The planner deferred a field although @defer is off')
  }
}

function subgraphOperation(node: FetchNode) {
  return {
    subgraph: node.serviceName,
    operation: node.operation,
    ...(node.operationName && { operationName: node.operationName }),
    operationKind: node.operationKind,
    variables: node.variableUsages ?? [],
  }
}

function rootFetch(node: FetchNode): RootFetch {
  if (node.contextRewrites?.length) throw new Error('The planner gave a root fetch values of a context')
  return { kind: 'fetch', ...subgraphOperation(node), outputRewrites: (node.outputRewrites ?? []).map(rewrite) }
}

function entityFetch(node: FetchNode, requires: readonly QueryPlanSelectionNode[]): PlanNode {
  const group = {
    variable: 'representations',
    responseKey: '_entities',
    requires: requires.map(requirement),
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites: (node.outputRewrites ?? []).map(rewrite),
  }
  const context = node.contextRewrites?.length ? { context: node.contextRewrites.map(contextVariable) } : undefined
  return { kind: 'entities', ...subgraphOperation(node), groups: [group], ...context }
}

const UP = '..'

function contextVariable({ path, renameKeyTo }: FetchDataKeyRenamer): ContextVariable {
  const up = path.findLastIndex((step) => step === UP) + 1
  return { variable: renameKeyTo, up, path: path.slice(up).map(rewriteStep) }
}

function pathStep(step: string | number): PathStep {
  return step === '@' ? { kind: 'each' } : { kind: 'field', name: String(step) }
}

function requirement(selection: QueryPlanSelectionNode): Requirement {
  if (selection.kind === 'Field') {
    const key = selection.alias ?? selection.name
    const nested = selection.selections && { selections: selection.selections.map(requirement) }
    return { kind: 'field', source: key, target: key, ...nested }
  }
  const on = selection.typeCondition && { on: selection.typeCondition }
  return { kind: 'fragment', ...on, selections: selection.selections.map(requirement) }
}

const ON = '... on '

function rewrite(from: FetchDataRewrite): Rewrite {
  const key = from.path.at(-1) ?? ''
  const path = from.path.slice(0, -1).map(rewriteStep)
  return from.kind === 'ValueSetter'
    ? { kind: 'set', path, key, value: from.setValueTo }
    : { kind: 'rename', path, key, to: from.renameKeyTo }
}

function rewriteStep(step: string): RewriteStep {
  return step.startsWith(ON) ? { kind: 'on', types: [step.slice(ON.length)] } : { kind: 'field', name: step }
}
