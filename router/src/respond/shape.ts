import {
  isAbstractType,
  isCompositeType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLUnionType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { JsonObject } from '../execute/data.ts'
import { planKey } from '../supergraph/required-arguments.ts'

/** What decides the form of a response. `variables` are coerced, and matter only for @skip and @include. */
export interface ResponseShape {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Fields that stand in the data under another key than the client's (see required-arguments.ts). */
  requiredWithArguments: ReadonlySet<string>
  variables: JsonObject
}

/** Where the data has the value of a field that the client calls `key`. */
export function dataKey(shape: ResponseShape, nodes: readonly FieldNode[], key: string): string {
  return planKey(shape.requiredWithArguments, nodes[0]?.name.value ?? key, key)
}

export type CompositeType = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType

/** The fields to answer for an object of `type`, by response key and in the order of the specification (CollectFields). */
export function collectFields(
  shape: ResponseShape,
  type: CompositeType,
  selectionSets: readonly SelectionSetNode[],
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>()
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (!isIncluded(selection, shape.variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const known = fields.get(key)
        if (known) known.push(selection)
        else fields.set(key, [selection])
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : shape.fragments.get(selection.name.value)
      const condition = fragment?.typeCondition?.name.value
      if (fragment && (!condition || satisfies(shape.schema, type, condition))) collect(fragment.selectionSet)
    }
  }
  selectionSets.forEach(collect)
  return fields
}

/**
 * The type by which to answer an object: its own, or the declared one where a subgraph did not say or said only
 * an interface. Undefined when it claims a type that clients must not see.
 */
export function runtimeType(
  schema: GraphQLSchema,
  declared: CompositeType,
  typename: unknown,
): CompositeType | undefined {
  if (!isAbstractType(declared)) {
    return typename === undefined || isComposite(schema.getType(String(typename))) ? declared : undefined
  }
  if (typename === undefined || typename === null) return declared
  const type = schema.getType(String(typename))
  if (!isComposite(type)) return undefined
  return isAbstractType(type) || schema.isSubType(declared, type) ? type : undefined
}

function isComposite(type: GraphQLNamedType | undefined): type is CompositeType {
  return type !== undefined && isCompositeType(type)
}

function satisfies(schema: GraphQLSchema, type: CompositeType, condition: string): boolean {
  if (type.name === condition) return true
  const wanted = schema.getType(condition)
  return isAbstractType(wanted) && 'getFields' in type && schema.isSubType(wanted, type)
}

function isIncluded(selection: SelectionNode, variables: JsonObject): boolean {
  for (const directive of selection.directives ?? []) {
    const name = directive.name.value
    if (name !== 'skip' && name !== 'include') continue
    const value = directive.arguments?.[0]?.value
    const on =
      value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value
    if (name === 'skip' ? on : !on) return false
  }
  return true
}
