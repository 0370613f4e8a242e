import {
  getNamedType,
  isInputObjectType,
  Kind,
  valueFromASTUntyped,
  visit,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type ValueNode,
} from 'graphql'
import { isJsonObject, type JsonObject } from '../execute/data.ts'
import { sum, type Amount } from './amount.ts'
import type { CostRules } from './cost-rules.ts'

/** The weights of the arguments that a field is given, and of the fields inside their values. */
export function argumentsCost(
  node: FieldNode,
  { parent, field, rules }: { parent: GraphQLNamedType; field: GraphQLField<unknown, unknown>; rules: CostRules },
): Amount {
  return sum(
    (node.arguments ?? []).flatMap(({ name, value }): Amount[] => {
      const own = rules.ofArgument(parent, field.name, name.value)
      const type = field.args.find((argument) => argument.name === name.value)?.type
      if (!rules.weighsInputs || !type || !isInputObjectType(getNamedType(type))) return own === 0 ? [] : [own]
      const inside = (given: unknown) => inputCost(given, type, rules)
      return [own, onceKnown(value, inside)]
    }),
  )
}

function inputCost(value: unknown, type: GraphQLInputType, rules: CostRules): number {
  if (Array.isArray(value)) return value.reduce<number>((total, one) => total + inputCost(one, type, rules), 0)
  const named = getNamedType(type)
  if (!isInputObjectType(named) || !isJsonObject(value)) return 0
  let total = 0
  for (const field of Object.values(named.getFields())) {
    const given = value[field.name]
    if (given === undefined) continue
    total += rules.ofInputField(named.name, field.name) + inputCost(given, field.type, rules)
  }
  return total
}

/** The size of a list that an argument asks for: what it is given, else its default. Undefined: nothing is said. */
export function sizeFrom(name: string, node: FieldNode, field: GraphQLField<unknown, unknown>): Amount | undefined {
  const preset = field.args.find((argument) => argument.name === name)?.defaultValue
  const given = node.arguments?.find((argument) => argument.name.value === name)?.value
  const read = (value: unknown) => {
    const size = value ?? preset
    return typeof size === 'number' ? Math.max(0, size) : undefined
  }
  if (given && hasVariable(given)) return onceKnown(given, (value) => read(value) ?? 0)
  return read(given && valueFromASTUntyped(given))
}

function onceKnown(node: ValueNode, measure: (value: unknown) => number): Amount {
  if (!hasVariable(node)) return measure(valueFromASTUntyped(node))
  return (variables: JsonObject) => measure(valueFromASTUntyped(node, variables))
}

function hasVariable(node: ValueNode): boolean {
  let found = false
  visit(node, {
    [Kind.VARIABLE]: () => {
      found = true
    },
  })
  return found
}
