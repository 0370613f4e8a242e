import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  OperationTypeNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql'
import { isNeverIncluded } from '../documents/conditions.ts'
import type { ParsedOperation } from '../documents/parse-document.ts'
import { largest, product, sum, type Amount } from './amount.ts'
import { argumentsCost, sizeFrom } from './argument-cost.ts'
import type { CostRules, ListSize } from './cost-rules.ts'

export interface CostOptions {
  schema: GraphQLSchema
  rules: CostRules
  /** Elements of a list of which nothing is said. */
  listSize?: number
}

const mutationCost = 10

/**
 * What an operation may cost at most, before anything is asked: the weights of all objects that it may return, lists
 * multiplied out. Fields that are selected several times count once, and of the types that an interface or union
 * may be, the dearest. A selection under a variable's @skip or @include counts whichever way that goes.
 */
export function compileCost(
  { operation, fragments }: ParsedOperation,
  { schema, rules, listSize: usualSize = 10 }: CostOptions,
): Amount {
  const known = new Map<string, Amount>()
  const numbers = new Map<SelectionSetNode, number>()
  const numberOf = (set: SelectionSetNode) => {
    const number = numbers.get(set) ?? numbers.size
    numbers.set(set, number)
    return number
  }

  /** The fields of one object type in several selection sets, by response key. */
  const collect = (sets: readonly SelectionSetNode[], type: GraphQLObjectType): Map<string, FieldNode[]> => {
    const fields = new Map<string, FieldNode[]>()
    const spread = new Set<string>()
    const visit = (set: SelectionSetNode) => {
      for (const selection of set.selections) {
        if (isNeverIncluded(selection.directives)) continue
        if (selection.kind === Kind.FIELD) {
          const key = selection.alias?.value ?? selection.name.value
          const same = fields.get(key)
          if (same) same.push(selection)
          else fields.set(key, [selection])
          continue
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(selection.name.value)) continue
          spread.add(selection.name.value)
        }
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
        if (fragment && applies(fragment.typeCondition?.name.value, type)) visit(fragment.selectionSet)
      }
    }
    sets.forEach(visit)
    return fields
  }

  const applies = (condition: string | undefined, type: GraphQLObjectType): boolean => {
    if (condition === undefined || condition === type.name) return true
    const on = schema.getType(condition)
    return isAbstractType(on) && schema.isSubType(on, type)
  }

  /**
   * One value of a type, its own weight included unless its field has one (`bare`). `sized`: sizes of lists directly
   * below, by field name, where the field above says so.
   */
  const valueCost = (
    type: GraphQLNamedType,
    sets: readonly SelectionSetNode[],
    { bare = false, sized = none }: { bare?: boolean; sized?: ReadonlyMap<string, Amount> } = {},
  ): Amount => {
    if (!isCompositeType(type)) return bare ? 0 : rules.ofType(type)
    const memo = sized === none ? `${type.name}:${bare}:${sets.map(numberOf).join()}` : undefined
    const before = memo === undefined ? undefined : known.get(memo)
    if (before !== undefined) return before
    const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
    const made = largest(
      types.map((one) => {
        const fields = [...collect(sets, one).values()].map((nodes) => fieldCost(nodes, one, sized))
        return sum([bare ? 0 : rules.ofType(one), ...fields])
      }),
    )
    if (memo !== undefined) known.set(memo, made)
    return made
  }

  const fieldCost = (
    nodes: readonly FieldNode[],
    parent: GraphQLObjectType,
    sized: ReadonlyMap<string, Amount>,
  ): Amount => {
    const node = nodes[0] as FieldNode
    const name = node.name.value
    if (name.startsWith('__')) return name === '__typename' ? 0 : 1
    const field = parent.getFields()[name]
    if (!field) return 0
    const returns = getNamedType(field.type)
    const said = rules.listSize(parent, name)
    const size = said && sizeSaid(said, node, field)
    const passedOn = said && size !== undefined && said.sizedFields.length > 0
    const below = passedOn ? new Map(said.sizedFields.map((one) => [one, size])) : none
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    const weight = rules.ofField(parent, name)
    const each = sum([weight ?? 0, valueCost(returns, sets, { bare: weight !== undefined, sized: below })])
    const isList = isListType(getNullableType(field.type))
    const count = isList ? (sized.get(name) ?? (passedOn ? undefined : size) ?? usualSize) : 1
    return sum([argumentsCost(node, { parent, field, rules }), product(count, each)])
  }

  const sizeSaid = (said: ListSize, node: FieldNode, field: GraphQLField<unknown, unknown>): Amount | undefined => {
    const sizes = said.slicingArguments.flatMap((name) => sizeFrom(name, node, field) ?? [])
    return sizes.length > 0 ? largest(sizes) : said.assumedSize
  }

  const root = schema.getRootType(operation.operation)
  if (!root) return 0
  const base = operation.operation === OperationTypeNode.MUTATION ? mutationCost : 0
  return sum([base, valueCost(root, [operation.selectionSet], { bare: true })])
}

const none: ReadonlyMap<string, Amount> = new Map()
