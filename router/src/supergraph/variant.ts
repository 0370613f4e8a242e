import { Supergraph as FederatedSupergraph, ROUTER_SUPPORTED_SUPERGRAPH_FEATURES } from '@apollo/federation-internals'
import {
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type SchemaDefinitionNode,
} from 'graphql'

/** Marks in the subgraphs' SDL what partner software may ask for. */
export const partnerTag = 'partner'

const tagSpecification = 'https://specs.apollo.dev/tag'
const inaccessibleSpecification = 'https://specs.apollo.dev/inaccessible'

/** Why a variant is no valid schema, in composition's words. */
export class VariantInvalid extends Error {
  override name = 'VariantInvalid'
}

/**
 * The supergraph of a variant: everything without `@tag(name: ...)` is `@inaccessible`, so that clients cannot see or ask
 * for it while plans may still use it (keys, for instance). A tag on a type is one on all that is in it; otherwise each
 * field, argument, enum value and input field needs its own.
 * @throws VariantInvalid when what is left is no valid schema, such as a field whose type was left out
 */
export function variantOf(sdl: string, tag: string): string {
  const federated = FederatedSupergraph.build(sdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  })
  const features = federated.schema.coreFeatures
  const tagName = features?.getByIdentity(tagSpecification)?.directiveNameInSchema('tag')
  const known = features?.getByIdentity(inaccessibleSpecification)?.directiveNameInSchema('inaccessible')
  if (tagName === undefined) throw new VariantInvalid(`Nothing in the supergraph has a tag, let alone "${tag}".`)
  const document = parse(sdl, { noLocation: true })
  const hidden = hide(document, { isTagged: isTaggedWith(tagName, tag), directive: known ?? 'inaccessible' })
  const variant = print(known === undefined ? linkInaccessible(hidden) : hidden)
  try {
    FederatedSupergraph.build(variant, {
      supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
      validateSupergraph: false,
    }).apiSchema()
  } catch (error) {
    throw new VariantInvalid(`The variant "${tag}" is no valid schema: ${messageOf(error)}`)
  }
  return variant
}

type Tagged = (node: { directives?: readonly ConstDirectiveNode[] | undefined }) => boolean

function isTaggedWith(tagName: string, tag: string): Tagged {
  return ({ directives = [] }) =>
    directives.some(({ name, arguments: args }) => {
      const given = args?.find((argument) => argument.name.value === 'name')
      return name.value === tagName && given !== undefined && valueFromASTUntyped(given.value) === tag
    })
}

function hide(document: DocumentNode, { isTagged, directive }: { isTagged: Tagged; directive: string }): DocumentNode {
  const mark: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: directive } }
  const hideNode = <Node extends { directives?: readonly ConstDirectiveNode[] | undefined }>(node: Node): Node =>
    node.directives?.some(({ name }) => name.value === directive)
      ? node
      : { ...node, directives: [...(node.directives ?? []), mark] }
  const unlessTagged = <Node extends Parameters<Tagged>[0]>(node: Node): Node =>
    isTagged(node) ? node : hideNode(node)
  const hideField = (field: FieldDefinitionNode): FieldDefinitionNode => {
    if (!isTagged(field)) return hideNode(field)
    return { ...field, ...(field.arguments && { arguments: field.arguments.map(unlessTagged) }) }
  }

  const kept = typesOfDirectives(document)
  const hideIn = (definition: DefinitionNode): DefinitionNode => {
    const name = 'name' in definition ? definition.name?.value : undefined
    if (name === undefined || name.includes('__') || kept.has(name)) return definition // no part of the graph's data
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        if (isTagged(definition)) return definition
        if (!definition.fields?.some(isTagged)) return hideNode(definition)
        return { ...definition, fields: definition.fields.map(hideField) }
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        if (isTagged(definition)) return definition
        if (!definition.fields?.some(isTagged)) return hideNode(definition)
        return { ...definition, fields: definition.fields.map(unlessTagged) }
      case Kind.ENUM_TYPE_DEFINITION:
        if (isTagged(definition)) return definition
        if (!definition.values?.some(isTagged)) return hideNode(definition)
        return { ...definition, values: definition.values.map(unlessTagged) }
      case Kind.UNION_TYPE_DEFINITION:
      case Kind.SCALAR_TYPE_DEFINITION:
        return unlessTagged(definition)
      default:
        return definition
    }
  }
  return { ...document, definitions: document.definitions.map(hideIn) }
}

/** Types that directives' arguments have: a schema with the directive needs them. */
function typesOfDirectives(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>()
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.DIRECTIVE_DEFINITION) continue
    for (const argument of definition.arguments ?? [])
      visit(argument.type, { NamedType: ({ name }) => void names.add(name.value) })
  }
  return names
}

/** Tells the supergraph what `@inaccessible` is, as composition does when a subgraph uses it. */
function linkInaccessible(document: DocumentNode): DocumentNode {
  const [added, directive] = parse(
    `schema @link(url: "${inaccessibleSpecification}/v0.2", for: SECURITY) { query: Query }
     directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`,
    { noLocation: true },
  ).definitions as [SchemaDefinitionNode, DefinitionNode]
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION
      ? { ...definition, directives: [...(definition.directives ?? []), ...(added.directives ?? [])] }
      : definition,
  )
  return { ...document, definitions: [...definitions, directive] }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
