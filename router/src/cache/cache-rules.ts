import {
  Kind,
  parse,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql'

/** What `@cacheControl` says of a type or field. */
export interface CacheRule {
  maxAgeMs: number
  /** Whether the answer is the same for every viewer. */
  isPublic: boolean
  /** Of a field that gives entities: by what they are found, in place of "any entity of the type". */
  tags?: readonly TagPattern[]
}

/** `Type:{$args.id}`: one entity; `Type@{$args.centreId}`: those of a centre. */
export interface TagPattern {
  type: string
  of: 'entity' | 'centre'
  argument: string
}

export interface CacheRules {
  type(name: string): CachedType | undefined
}

export interface CachedType {
  isEntity: boolean
  field(name: string): CachedField | undefined
}

export interface CachedField {
  /** Name of the type that it gives, lists and non-null taken off. */
  type: string
  /** Undefined: not to be remembered. `key`: part of an entity's key, which never changes. */
  rule: CacheRule | 'key' | undefined
}

/** The feature under which subgraphs link the directive: another `@cacheControl` may mean something else. */
export const cacheControlFeature = 'https://casework.example/specs/results/'

export function readCacheRules(sdl: string): CacheRules {
  const document = parse(sdl, { noLocation: true })
  const types = new Map<string, CachedType>()
  if (links(document, cacheControlFeature)) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) types.set(definition.name.value, cachedType(definition))
    }
  }
  return { type: (name) => types.get(name) }
}

function links(document: DocumentNode, feature: string): boolean {
  return document.definitions.some(
    (definition) =>
      definition.kind === Kind.SCHEMA_DEFINITION &&
      definition.directives?.some((directive) => {
        const url = directive.name.value === 'link' && argumentsOf(directive)['url']
        return typeof url === 'string' && url.startsWith(feature)
      }),
  )
}

function cachedType(definition: ObjectTypeDefinitionNode): CachedType {
  const joins = named(definition, 'join__type').map(argumentsOf)
  const keyFields = new Set(joins.flatMap(({ key }) => (typeof key === 'string' ? (key.match(/\w+/g) ?? []) : [])))
  const fields = definition.fields ?? []
  // Composition forgets which subgraph said a directive. Of a type that several contribute to, each field says it itself,
  // or the word of one would count for what another adds.
  const whole = owners(fields, keyFields, joins.length) > 1 ? undefined : ruleOf(definition)
  const cached = new Map<string, CachedField>()
  for (const field of fields) {
    const rule = keyFields.has(field.name.value) ? 'key' : (ruleOf(field) ?? whole)
    cached.set(field.name.value, { type: namedType(field), rule: rule === 'key' || rule?.maxAgeMs ? rule : undefined })
  }
  return { isEntity: keyFields.size > 0, field: (name) => cached.get(name) }
}

/** How many subgraphs have fields of the type besides its keys. */
function owners(fields: readonly FieldDefinitionNode[], keyFields: ReadonlySet<string>, subgraphs: number): number {
  const graphs = new Set<unknown>()
  for (const field of fields) {
    if (keyFields.has(field.name.value)) continue
    const joins = named(field, 'join__field').map(argumentsOf)
    if (joins.length === 0) return subgraphs // in all of them
    for (const { graph, external } of joins) if (external !== true) graphs.add(graph)
  }
  return graphs.size
}

function ruleOf(node: ObjectTypeDefinitionNode | FieldDefinitionNode): CacheRule | undefined {
  const [directive] = named(node, 'cacheControl')
  if (!directive) return undefined
  const { maxAge, scope, tags } = argumentsOf(directive)
  return {
    maxAgeMs: typeof maxAge === 'number' ? maxAge * 1_000 : 0,
    isPublic: scope === 'PUBLIC',
    ...(Array.isArray(tags) && { tags: tags.map((tag) => tagPattern(String(tag))) }),
  }
}

function tagPattern(text: string): TagPattern {
  const [, type, sign, argument] = /^(\w+)([:@])\{\$args\.(\w+)\}$/.exec(text) ?? []
  if (!type || !argument)
    throw new Error(`@cacheControl: "${text}" is no tag. Write Type:{$args.name} or Type@{$args.name}`)
  return { type, of: sign === ':' ? 'entity' : 'centre', argument }
}

function named(node: { directives?: readonly ConstDirectiveNode[] | undefined }, name: string): ConstDirectiveNode[] {
  return (node.directives ?? []).filter((directive) => directive.name.value === name)
}

function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
  )
}

function namedType(field: FieldDefinitionNode): string {
  let { type } = field
  while (type.kind !== Kind.NAMED_TYPE) type = type.type
  return type.name.value
}
