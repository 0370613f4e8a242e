import {
  getNamedType,
  isAbstractType,
  isObjectType,
  isUnionType,
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLNamedType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { planKey } from '../supergraph/required-arguments.ts'
import type { Supergraph } from '../supergraph/supergraph.ts'
import type { ParsedOperation } from './parse-document.ts'

/**
 * The operation as planners get it: fragments resolved, and without what can never be answered (a literal
 * `@skip(if: true)`, a fragment on a type that cannot occur there). Both planners fail on some such documents,
 * valid as they are. The response is shaped by the client's own document, so nothing of this shows in it.
 */
export function normalizeOperation(
  parsed: ParsedOperation,
  { apiSchema: schema, requiredWithArguments }: Pick<Supergraph, 'apiSchema' | 'requiredWithArguments'>,
): ParsedOperation {
  const root = schema.getRootType(parsed.operation.operation)
  if (!root) throw new Error(`The schema has no ${parsed.operation.operation} type`)

  const possibleTypes = (type: GraphQLNamedType): ReadonlySet<GraphQLNamedType> =>
    isAbstractType(type) ? new Set(schema.getPossibleTypes(type)) : new Set([type])

  const normalizeSet = (
    set: SelectionSetNode,
    type: GraphQLNamedType,
    possible: ReadonlySet<GraphQLNamedType>,
  ): SelectionNode[] =>
    set.selections.flatMap((selection): readonly SelectionNode[] => {
      const directives = liveDirectives(selection.directives)
      if (!directives) return []
      if (selection.kind === Kind.FIELD) return [normalizeField({ ...selection, directives }, type)]
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : parsed.fragments.get(selection.name.value)
      if (!fragment) return []
      const narrowed = (fragment.typeCondition && schema.getType(fragment.typeCondition.name.value)) ?? type
      const left = intersect(possible, possibleTypes(narrowed))
      if (left.size === 0) return []
      if (isUnionType(narrowed) && narrowed !== type)
        return throughUnion(fragment.selectionSet, directives, type, { possible, left })
      const on = isObjectType(type) ? type : narrowed
      return underCondition(on, type, directives, normalizeSet(fragment.selectionSet, on, left))
    })

  const underCondition = (
    on: GraphQLNamedType,
    type: GraphQLNamedType,
    directives: readonly DirectiveNode[],
    selections: readonly SelectionNode[],
  ): readonly SelectionNode[] => {
    if (selections.every((selection) => selection === typename)) return selections.slice(0, 1)
    // Where the type is known already, no fragment is needed: a condition goes to each selection in it.
    if (on === type) return selections.map((selection) => addDirectives(selection, directives))
    return [inlineFragment(on.name, directives, selections)]
  }

  /** A union may be unknown to the subgraph that answers: it is replaced by the types that it stands for there. */
  const throughUnion = (
    set: SelectionSetNode,
    directives: readonly DirectiveNode[],
    type: GraphQLNamedType,
    { possible, left }: { possible: ReadonlySet<GraphQLNamedType>; left: ReadonlySet<GraphQLNamedType> },
  ): SelectionNode[] => {
    const types = left.size === possible.size ? [type] : [...left]
    return types.flatMap((one) => {
      const selections = normalizeSet(set, one, one === type ? possible : new Set([one]))
      return underCondition(one, type, directives, selections)
    })
  }

  const normalizeField = (field: FieldNode, parent: GraphQLNamedType): FieldNode => {
    // The response's __typename comes from the type of the object, under whatever alias and condition.
    if (field.name.value === '__typename') return typename
    const responseKey = field.alias?.value ?? field.name.value
    const key = planKey(requiredWithArguments, field.name.value, responseKey)
    return withAlias(normalizeSelections(field, parent), key === responseKey ? undefined : key)
  }

  const normalizeSelections = (field: FieldNode, parent: GraphQLNamedType): FieldNode => {
    if (!field.selectionSet) return field
    const definition = 'getFields' in parent ? parent.getFields()[field.name.value] : undefined
    if (!definition) return field // __schema and __type, which no planner sees
    const type = getNamedType(definition.type)
    const selections = normalizeSet(field.selectionSet, type, possibleTypes(type))
    // Something unconditional must be left, or planners take the field's own conditions from its selections.
    const onlyConditional = selections.every(({ directives }) => directives && directives.length > 0)
    return { ...field, selectionSet: selectionSet(onlyConditional ? [typename, ...selections] : selections) }
  }

  const selections = normalizeSet(parsed.operation.selectionSet, root, new Set([root]))
  const operation = { ...parsed.operation, selectionSet: selectionSet(selections) }
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] }
  return { document, operation, fragments: new Map() }
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }

function withAlias(field: FieldNode, alias: string | undefined): FieldNode {
  return alias === undefined ? field : { ...field, alias: { kind: Kind.NAME, value: alias } }
}

function selectionSet(selections: readonly SelectionNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections }
}

function inlineFragment(
  on: string,
  directives: readonly DirectiveNode[],
  selections: readonly SelectionNode[],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: on } },
    directives,
    selectionSet: selectionSet(selections),
  }
}

/** The directives that variables decide, or undefined when a literal already says that the selection is not there. */
function liveDirectives(directives: readonly DirectiveNode[] = []): DirectiveNode[] | undefined {
  const live: DirectiveNode[] = []
  for (const directive of directives) {
    const name = directive.name.value
    const value = directive.arguments?.[0]?.value
    if ((name !== 'skip' && name !== 'include') || value?.kind !== Kind.BOOLEAN) live.push(directive)
    else if (value.value === (name === 'skip')) return undefined
  }
  return live
}

/**
 * Adds conditions to a selection. One that already has a condition of that name keeps its own alone (a directive may
 * stand only once): then more is fetched than asked, and left out when the response is shaped.
 */
function addDirectives(selection: SelectionNode, directives: readonly DirectiveNode[]): SelectionNode {
  if (selection === typename || directives.length === 0) return selection
  const present = selection.directives ?? []
  const added = directives.filter(({ name }) => !present.some((other) => other.name.value === name.value))
  return { ...selection, directives: [...present, ...added] }
}

function intersect(
  left: ReadonlySet<GraphQLNamedType>,
  right: ReadonlySet<GraphQLNamedType>,
): ReadonlySet<GraphQLNamedType> {
  return new Set([...left].filter((type) => right.has(type)))
}
