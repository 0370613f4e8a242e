import {
  Kind,
  parse,
  print,
  visit,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Supergraph } from '../supergraph/supergraph.ts'
import type { EntityFetch, PlanNode, QueryPlan, Requirement, RootFetch } from './plan.ts'
import type { Plannable, Planner } from './planner.ts'

/**
 * Two fields of one object may require one field with different arguments (`weight(unit: KG)` and `weight(unit: G)`), and planners
 * then fetch one value for both. Such fields are planned apart: the operation with the first of them, and then, for each other, the
 * way to it alone. In each of these further plans what is required has keys of its own, so that all of them work on one set of data.
 */
export function planInParts(
  planner: Planner,
  { requiredFields, requiredWithArguments }: Pick<Supergraph, 'requiredFields' | 'requiredWithArguments'>,
): Planner {
  return (operation) => {
    const [first, ...others] = [...fieldsOf(operation.document).intersection(requiredFields.withArguments)]
    if (first === undefined || others.length === 0) return planner(operation)
    const whole = planner(part(operation, (name) => !others.includes(name)))
    const parts = others.map((name, index) =>
      underKeys(planner(wayTo(operation, name)), requiredWithArguments, `cma_part${index + 1}_`),
    )
    return joined([whole, ...parts]) ?? planner(operation)
  }
}

function fieldsOf(document: DocumentNode): Set<string> {
  const names = new Set<string>()
  visit(document, { Field: ({ name }) => void names.add(name.value) })
  return names
}

/** The operation without the fields that are not wanted; never with an empty selection. */
function part(operation: Plannable, wanted: (name: string) => boolean): Plannable {
  return withDocument(
    operation,
    visit(operation.document, {
      Field: ({ name }) => (wanted(name.value) ? undefined : null),
      SelectionSet: { leave: (set) => (set.selections.length > 0 ? undefined : onlyTypename) },
    }),
  )
}

/** The operation with nothing but the way to fields of one name. */
function wayTo(operation: Plannable, name: string): Plannable {
  const document: DocumentNode = visit(operation.document, {
    Field: {
      enter: (field) => (field.name.value === name ? false : undefined), // with all that is below it
      leave: (field) => (field.selectionSet && field.selectionSet.selections.length > 0 ? undefined : null),
    },
    InlineFragment: { leave: (fragment) => (fragment.selectionSet.selections.length > 0 ? undefined : null) },
  })
  return withDocument(operation, document)
}

const onlyTypename: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
}

function withDocument(operation: Plannable, document: DocumentNode): Plannable {
  return { ...operation, document, text: print(document) }
}

/** The plan with fields that are required with arguments under keys of their own; clients' have others (`planKey`). */
function underKeys(plan: QueryPlan, required: ReadonlySet<string>, prefix: string): QueryPlan {
  const fetched = <Fetch extends RootFetch | EntityFetch>(fetch: Fetch): Fetch => ({
    ...fetch,
    operation: print(
      visit(parse(fetch.operation, { noLocation: true }), {
        Field: (field) =>
          required.has(field.name.value) && !field.alias
            ? { ...field, alias: { kind: Kind.NAME, value: prefix + field.name.value } }
            : undefined,
      }),
    ),
  })
  const sourced = (requirement: Requirement): Requirement => ({
    ...requirement,
    ...(requirement.kind === 'field' && required.has(requirement.source) && { source: prefix + requirement.source }),
    ...(requirement.selections && { selections: requirement.selections.map(sourced) }),
  })
  const walk = (node: PlanNode): PlanNode => {
    switch (node.kind) {
      case 'fetch':
        return fetched(node)
      case 'entities':
        return {
          ...fetched(node),
          groups: node.groups.map((group) => ({ ...group, requires: group.requires.map(sourced) })),
        }
      case 'sequence':
      case 'parallel':
        return { ...node, nodes: node.nodes.map(walk) }
      case 'at':
        return { ...node, node: walk(node.node) }
      case 'condition':
        return {
          ...node,
          ...(node.then && { then: walk(node.then) }),
          ...(node.otherwise && { otherwise: walk(node.otherwise) }),
        }
    }
  }
  return { ...(plan.primary && { primary: fetched(plan.primary) }), ...(plan.node && { node: walk(plan.node) }) }
}

/**
 * One plan of several: with one root fetch where each begins with one of the same subgraph; otherwise one after the other, which
 * asks some things again. Undefined where that would run a mutation twice.
 */
function joined(plans: readonly QueryPlan[]): QueryPlan | undefined {
  const primaries = plans.flatMap(({ primary }) => primary ?? [])
  if (primaries.length > 0) {
    const primary = oneFetch(primaries)
    return primary && { primary, ...sequence(plans.flatMap(({ node }) => node ?? [])) }
  }
  const begun = plans.map(({ node }) => (node ? beginning(node) : undefined))
  const roots = begun.flatMap((one) => one?.root ?? [])
  const root = roots.length === plans.length ? oneFetch(roots) : undefined
  if (root) return sequence([root, ...begun.flatMap((one) => one?.rest ?? [])])
  const nodes = plans.flatMap(({ node }) => node ?? [])
  return nodes.some(changes) ? undefined : sequence(nodes)
}

function sequence(nodes: readonly PlanNode[]): { node?: PlanNode } {
  return nodes.length === 0 ? {} : { node: { kind: 'sequence', nodes } }
}

/** A plan that begins with its only root fetch, taken apart. */
function beginning(node: PlanNode): { root: RootFetch; rest: readonly PlanNode[] } | undefined {
  if (node.kind === 'fetch') return { root: node, rest: [] }
  if (node.kind !== 'sequence') return undefined
  const [root, ...rest] = node.nodes
  return root?.kind === 'fetch' && !rest.some(hasRootFetch) ? { root, rest } : undefined
}

function hasRootFetch(node: PlanNode): boolean {
  return node.kind === 'fetch' || childrenOf(node).some(hasRootFetch)
}

function changes(node: PlanNode): boolean {
  return (node.kind === 'fetch' && node.operationKind === 'mutation') || childrenOf(node).some(changes)
}

function childrenOf(node: PlanNode): readonly PlanNode[] {
  if (node.kind === 'sequence' || node.kind === 'parallel') return node.nodes
  if (node.kind === 'at') return [node.node]
  return node.kind === 'condition' ? [node.then, node.otherwise].filter((one) => one !== undefined) : []
}

/** GraphQL merges what is selected twice, so the selections stand one after the other. */
function oneFetch([first, ...others]: readonly RootFetch[]): RootFetch | undefined {
  if (!first || others.some(({ subgraph }) => subgraph !== first.subgraph)) return undefined
  const all = [first, ...others]
  const operations = all.map(({ operation }) => onlyOperation(parse(operation, { noLocation: true })))
  const definitions = new Map(
    operations.flatMap((one) => one.variableDefinitions ?? []).map((one) => [one.variable.name.value, one]),
  )
  const [operation] = operations
  return {
    ...first,
    operation: print({
      ...operation!,
      variableDefinitions: [...definitions.values()],
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: operations.flatMap(({ selectionSet }) => selectionSet.selections),
      },
    }),
    variables: [...new Set(all.flatMap(({ variables }) => variables))],
    outputRewrites: all.flatMap(({ outputRewrites }) => outputRewrites),
  }
}

/** Planners are told to write no fragments. */
function onlyOperation({ definitions }: DocumentNode): OperationDefinitionNode {
  const [operation, ...others] = definitions
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0)
    throw new Error('A plan is one operation a fetch')
  return operation
}
