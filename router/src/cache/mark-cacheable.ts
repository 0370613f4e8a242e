import { Kind, parse, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql'
import type { EntityFetch, EntityGroup, PlanNode, RootFetch } from '../plan/plan.ts'
import type { CacheRules } from './cache-rules.ts'
import { fetchRule } from './fetch-rule.ts'
import { normalSelection } from './normal-selection.ts'

/** Says at each fetch of a plan whether its answers may be remembered. Once for a plan, before it is compiled. */
export function markCacheable(node: PlanNode | undefined, rules: CacheRules): void {
  switch (node?.kind) {
    case 'fetch':
    case 'entities':
      if (node.operationKind === 'query') markFetch(node, rules)
      return
    case 'sequence':
    case 'parallel':
      for (const child of node.nodes) markCacheable(child, rules)
      return
    case 'at':
      return markCacheable(node.node, rules)
    case 'condition':
      markCacheable(node.then, rules)
      markCacheable(node.otherwise, rules)
      return
    case undefined: // an empty plan
  }
}

function markFetch(fetch: RootFetch | EntityFetch, rules: CacheRules): void {
  const operation = parse(fetch.operation, { noLocation: true }).definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )
  if (!operation) return
  const mark = (part: RootFetch | EntityGroup, typeName: string, selectionSet: SelectionSetNode) => {
    const rule = fetchRule(rules, typeName, selectionSet)
    if (rule) part.cacheable = { subgraph: fetch.subgraph, rule, ...normalSelection(operation, selectionSet) }
  }
  if (fetch.kind === 'fetch') return mark(fetch, 'Query', operation.selectionSet)
  for (const group of fetch.groups) {
    const selectionSet = entitiesField(operation, group.responseKey)?.selectionSet
    if (selectionSet) mark(group, '_Entity', selectionSet)
  }
}

function entitiesField({ selectionSet }: OperationDefinitionNode, responseKey: string): FieldNode | undefined {
  return selectionSet.selections.find(
    (selection): selection is FieldNode =>
      selection.kind === Kind.FIELD && (selection.alias?.value ?? selection.name.value) === responseKey,
  )
}
