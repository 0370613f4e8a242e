import fc from 'fast-check'
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isUnionType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'

export interface RandomQuery {
  query: string
  variables: Record<string, unknown>
}

/** Values for arguments by name, from which queries choose. */
export type ArgumentValues = Record<string, readonly unknown[]>

/**
 * Random valid queries over a schema: nested fields, aliases with arguments, inline and named fragments on every type
 * that fits, __typename anywhere, @skip and @include by literal and by variable.
 */
export function randomQueries(
  schema: GraphQLSchema,
  values: ArgumentValues,
  { maxDepth = 4, avoid = new Set<string>() }: { maxDepth?: number; avoid?: ReadonlySet<string> } = {},
): fc.Arbitrary<RandomQuery> {
  const root = schema.getQueryType()
  if (!root) throw new Error('The schema has no queries')
  return fc
    .array(fc.nat({ max: 0xffff }), { minLength: 40, maxLength: 400 })
    .map((choices) => write(schema, root, createChooser(choices), { values, maxDepth, avoid }))
}

/** Draws from a list of numbers, which is what fast-check shrinks. Run dry, it takes the first and simplest choice. */
function createChooser(choices: readonly number[]) {
  let at = 0
  const next = () => choices[at++] ?? 0
  return {
    below: (limit: number) => next() % limit,
    chance: (outOf: number) => next() % outOf === 1,
    pick<T>(list: readonly T[]): T {
      const picked = list[next() % list.length]
      if (picked === undefined) throw new Error('Nothing to pick from')
      return picked
    },
  }
}

type Chooser = ReturnType<typeof createChooser>

interface Options {
  values: ArgumentValues
  maxDepth: number
  avoid: ReadonlySet<string>
}

function write(schema: GraphQLSchema, root: GraphQLCompositeType, choose: Chooser, options: Options): RandomQuery {
  const variables: Record<string, unknown> = {}
  const declared: string[] = []
  const fragments: string[] = []

  const condition = (): string => {
    if (!choose.chance(6)) return ''
    const name = choose.pick(['skip', 'include'])
    const value = choose.chance(2)
    if (choose.chance(2)) return ` @${name}(if: ${value})`
    const variable = `c${declared.length}`
    if (choose.chance(3)) {
      declared.push(`$${variable}: Boolean = ${value}`)
    } else {
      declared.push(`$${variable}: Boolean!`)
      variables[variable] = value
    }
    return ` @${name}(if: $${variable})`
  }

  const argument = (type: GraphQLInputType, name: string): string => {
    if (isNonNullType(type)) return argument(type.ofType, name)
    if (isListType(type)) return `[${argument(type.ofType, name)}]`
    if (isEnumType(type)) return choose.pick(type.getValues()).name
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(() => choose.chance(2))
      return `{${fields.map((field) => `${field.name}: ${argument(field.type, field.name)}`).join(', ')}}`
    }
    return JSON.stringify(choose.pick(options.values[name] ?? [1]))
  }

  const argumentsOf = (field: GraphQLField<unknown, unknown>): string => {
    const given = field.args.filter((arg) => isRequiredArgument(arg) || choose.chance(2))
    const texts = given.map((arg) => {
      if (isInputObjectType(getNamedType(arg.type)) || isEnumType(getNamedType(arg.type)) || !choose.chance(3)) {
        return `${arg.name}: ${argument(arg.type, arg.name)}`
      }
      const variable = `v${declared.length}`
      declared.push(`$${variable}: ${String(arg.type)}`)
      variables[variable] = choose.pick(options.values[arg.name] ?? [1])
      return `${arg.name}: $${variable}`
    })
    return texts.length > 0 ? `(${texts.join(', ')})` : ''
  }

  const field = (type: GraphQLCompositeType, depth: number): string => {
    if (isUnionType(type) || choose.chance(8))
      return `${choose.chance(3) ? `t${choose.below(3)}: ` : ''}__typename${condition()}`
    const all = Object.values(type.getFields()).filter(
      ({ name }) => !options.avoid.has(`${type.name}.${name}`) && !options.avoid.has(name),
    )
    const candidates = depth >= options.maxDepth ? all.filter((one) => !isCompositeType(getNamedType(one.type))) : all
    if (candidates.length === 0) return '__typename'
    const chosen = choose.pick(candidates)
    const args = argumentsOf(chosen)
    const named = getNamedType(chosen.type)
    // Fields with arguments always get an alias of their own: the same key with other arguments would be invalid.
    // Across types a key may differ in type, which is invalid too: the alias names the type.
    const alias = args || choose.chance(6) ? `${chosen.name}_${type.name}_${declared.length}_${choose.below(1000)}` : ''
    const below = isCompositeType(named) ? ` ${selections(named, depth + 1)}` : ''
    return `${alias ? `${alias}: ` : ''}${chosen.name}${args}${condition()}${below}`
  }

  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type]
    const fitting = Object.values(schema.getTypeMap()).filter(
      (other): other is GraphQLCompositeType =>
        isCompositeType(other) &&
        !other.name.startsWith('__') &&
        (isAbstractType(other) ? schema.getPossibleTypes(other) : [other]).some((one) => possible.includes(one)),
    )
    const on = choose.pick(fitting)
    if (choose.chance(4)) {
      const name = `F${fragments.length}`
      fragments.push('') // keeps the name while the fragment's own fragments are written
      const index = fragments.length - 1
      fragments[index] = `fragment ${name} on ${on.name} ${selections(on, depth)}`
      return `...${name}${condition()}`
    }
    const bare = on === type && choose.chance(2)
    return `...${bare ? '' : ` on ${on.name}`}${condition()} ${selections(on, depth)}`
  }

  const selections = (type: GraphQLCompositeType, depth: number): string => {
    const count = 1 + choose.below(4)
    const parts: string[] = []
    for (let index = 0; index < count; index++) {
      const asFragment = depth > 0 && depth < options.maxDepth && choose.chance(3)
      parts.push(asFragment ? fragment(type, depth + 1) : field(type, depth))
    }
    return `{ ${parts.join(' ')} }`
  }

  const body = selections(root, 0)
  const declaration = declared.length > 0 ? `(${declared.join(', ')})` : ''
  return { query: [`query Random${declaration} ${body}`, ...fragments].join('\n'), variables }
}
