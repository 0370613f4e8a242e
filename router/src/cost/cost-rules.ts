import {
  isLeafType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type GraphQLNamedType,
} from 'graphql'
import type { Supergraph } from '../supergraph/supergraph.ts'

/** How many elements a list has, as `@listSize` says. */
export interface ListSize {
  assumedSize?: number
  /** Arguments that bound the size. */
  slicingArguments: readonly string[]
  /** Fields of the returned object whose lists have this size, instead of the field's own. */
  sizedFields: readonly string[]
}

/** What a supergraph's `@cost` and `@listSize` (federation 2.9) say, with the specification's weights where they say nothing. */
export interface CostRules {
  /** Of one value of a type: 1 for objects, 0 for scalars and enums. */
  ofType(type: GraphQLNamedType): number
  /** Of a field, in place of its type's. */
  ofField(type: GraphQLNamedType, field: string): number | undefined
  ofArgument(type: GraphQLNamedType, field: string, argument: string): number
  ofInputField(type: string, field: string): number
  listSize(type: GraphQLNamedType, field: string): ListSize | undefined
  /** Whether any field of an input has a weight, so that values given must be looked at. */
  weighsInputs: boolean
}

const specification = 'https://specs.apollo.dev/cost'

export function readCostRules({ sdl, federated }: Pick<Supergraph, 'sdl' | 'federated'>): CostRules {
  const feature = federated.schema.coreFeatures?.getByIdentity(specification)
  const weights = new Map<string, number>()
  const listSizes = new Map<string, ListSize>()
  let weighsInputs = false
  const add = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives) {
      if (directive.name.value === feature?.directiveNameInSchema('cost')) {
        weights.set(coordinate, Number(argumentsOf(directive)['weight']))
      } else if (directive.name.value === feature?.directiveNameInSchema('listSize')) {
        listSizes.set(coordinate, toListSize(argumentsOf(directive)))
      }
    }
  }
  const definitions = feature ? parse(sdl, { noLocation: true }).definitions : []
  for (const definition of definitions) {
    if (!('name' in definition) || !definition.name || !('directives' in definition)) continue
    const type = definition.name.value
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION) add(type, definition.directives as ConstDirectiveNode[])
    if (!('fields' in definition)) continue
    for (const field of definition.fields ?? []) {
      add(`${type}.${field.name.value}`, field.directives)
      if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
        weighsInputs ||= weights.has(`${type}.${field.name.value}`)
      }
      if (!('arguments' in field)) continue
      for (const argument of field.arguments ?? [])
        add(`${type}.${field.name.value}.${argument.name.value}`, argument.directives)
    }
  }

  /** Of the type itself, else of an interface that it implements. */
  const inherited = <Value>(from: ReadonlyMap<string, Value>, type: GraphQLNamedType, rest: string) => {
    const own = from.get(`${type.name}.${rest}`)
    if (own !== undefined || !isObjectType(type)) return own
    return type
      .getInterfaces()
      .map(({ name }) => from.get(`${name}.${rest}`))
      .find((value) => value !== undefined)
  }

  return {
    ofType: (type) => weights.get(type.name) ?? (isLeafType(type) ? 0 : 1),
    ofField: (type, field) => inherited(weights, type, field),
    ofArgument: (type, field, argument) => inherited(weights, type, `${field}.${argument}`) ?? 0,
    ofInputField: (type, field) => weights.get(`${type}.${field}`) ?? 0,
    listSize: (type, field) => inherited(listSizes, type, field),
    weighsInputs,
  }
}

function argumentsOf({ arguments: args = [] }: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(args.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]))
}

function toListSize({ assumedSize, slicingArguments, sizedFields }: Record<string, unknown>): ListSize {
  return {
    ...(typeof assumedSize === 'number' && { assumedSize }),
    slicingArguments: (slicingArguments as string[] | null | undefined) ?? [],
    sizedFields: (sizedFields as string[] | null | undefined) ?? [],
  }
}
