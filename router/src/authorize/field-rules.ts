import {
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  getNamedType,
  Kind,
  parse,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
  type DirectiveNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql'
import type { ParsedOperation } from '../documents/parse-document.ts'
import type { Supergraph } from '../supergraph/supergraph.ts'

/** What decides whether a caller meets @authenticated, @requiresScopes and @policy. */
export interface Permissions {
  authenticated: boolean
  scopes: ReadonlySet<string>
  policies: ReadonlySet<string>
}

/** May see everything: for the standalone mode, which knows no callers. */
export const allPermissions: Permissions = {
  authenticated: true,
  scopes: { has: () => true } as unknown as ReadonlySet<string>,
  policies: { has: () => true } as unknown as ReadonlySet<string>,
}

/** One application of a directive. `any` of the lists must be held whole. */
interface Rule {
  key: string
  kind: 'authenticated' | 'requiresScopes' | 'policy'
  any: readonly (readonly string[])[]
}

export interface FieldRules {
  /** Keys of the rules that this operation meets and the caller does not satisfy. */
  denied(parsed: ParsedOperation, permissions: Permissions): ReadonlySet<string>
  /** Keys of the rules over a field of a type, including those of what it returns. */
  ofField(parent: GraphQLNamedType, field: string, returns: GraphQLNamedType): readonly string[]
  /** Keys of the rules over a type, as a fragment's condition. */
  ofType(type: GraphQLNamedType): readonly string[]
}

/** Reads the directives that composition carried into the supergraph. */
export function createFieldRules(supergraph: Supergraph): FieldRules {
  const schema = supergraph.apiSchema
  const byCoordinate = readRules(supergraph.sdl)
  const rulesByKey = new Map([...byCoordinate.values()].flat().map((rule) => [rule.key, rule]))
  const met = new WeakMap<ParsedOperation, ReadonlySet<string>>()

  const keys = (coordinate: string) => (byCoordinate.get(coordinate) ?? []).map(({ key }) => key)
  const ofType = (type: GraphQLNamedType) => keys(type.name)
  const ofField: FieldRules['ofField'] = (parent, field, returns) => {
    // A field asked of an interface is asked of every type behind it: all their rules hold, or a caller could
    // reach through the interface what is closed on the type.
    const implementations = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : []
    return [
      ...keys(`${parent.name}.${field}`),
      ...implementations.flatMap(({ name }) => [...keys(`${name}.${field}`), ...keys(name)]),
      ...ofType(returns),
    ]
  }

  const metBy = (parsed: ParsedOperation) => {
    const known = met.get(parsed)
    if (known) return known
    const found = rulesMetBy(parsed, schema, { ofField, ofType })
    met.set(parsed, found)
    return found
  }

  return {
    ofField,
    ofType,
    denied(parsed, permissions) {
      if (rulesByKey.size === 0) return noRules
      const denied = new Set<string>()
      for (const key of metBy(parsed)) {
        const rule = rulesByKey.get(key)
        if (rule && !isSatisfied(rule, permissions)) denied.add(key)
      }
      return denied
    },
  }
}

const noRules: ReadonlySet<string> = new Set()

function isSatisfied({ kind, any }: Rule, permissions: Permissions): boolean {
  if (kind === 'authenticated') return permissions.authenticated
  const held = kind === 'policy' ? permissions.policies : permissions.scopes
  return any.some((all) => all.every((name) => held.has(name)))
}

function rulesMetBy(
  { document }: ParsedOperation,
  schema: GraphQLSchema,
  rules: Pick<FieldRules, 'ofField' | 'ofType'>,
): ReadonlySet<string> {
  const found = new Set<string>()
  const types = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType()
        const returns = types.getType()
        if (!parent || !returns) return
        for (const key of rules.ofField(parent, node.name.value, getNamedType(returns))) found.add(key)
      },
      enter(node) {
        if (node.kind !== Kind.INLINE_FRAGMENT && node.kind !== Kind.FRAGMENT_DEFINITION) return
        const type = node.typeCondition && schema.getType(node.typeCondition.name.value)
        if (type && (isCompositeType(type) || isAbstractType(type)))
          for (const key of rules.ofType(type)) found.add(key)
      },
    }),
  )
  return found
}

function readRules(sdl: string): Map<string, Rule[]> {
  const rules = new Map<string, Rule[]>()
  const add = (coordinate: string, directives: readonly DirectiveNode[] = []) => {
    const found = directives.flatMap((directive) => toRule(directive) ?? [])
    if (found.length > 0) rules.set(coordinate, [...(rules.get(coordinate) ?? []), ...found])
  }
  for (const definition of parse(sdl, { noLocation: true }).definitions) {
    if (!('name' in definition) || !definition.name) continue
    if ('directives' in definition) add(definition.name.value, definition.directives)
    if (!('fields' in definition)) continue
    for (const field of definition.fields ?? []) add(`${definition.name.value}.${field.name.value}`, field.directives)
  }
  return rules
}

function toRule({ name: { value: kind }, arguments: args = [] }: DirectiveNode): Rule | undefined {
  if (kind === 'authenticated') return { key: kind, kind, any: [] }
  if (kind !== 'requiresScopes' && kind !== 'policy') return undefined
  const any = args[0] ? (valueFromASTUntyped(args[0].value) as string[][]) : []
  return { key: `${kind}:${JSON.stringify(any)}`, kind, any }
}
