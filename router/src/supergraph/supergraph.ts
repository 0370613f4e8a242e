import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph as FederatedSupergraph } from '@apollo/federation-internals'
import { isInterfaceType, isObjectType, isUnionType, Kind, parse, type DocumentNode, type GraphQLSchema } from 'graphql'
import { readCacheRules, type CacheRules } from '../cache/cache-rules.ts'
import { fieldsRequiredWithArguments } from './required-arguments.ts'
import { readRequiredFields, type RequiredFields } from './required-fields.ts'

/** A supergraph, read once: everything in it is immutable, and a reload makes a new one. */
export interface Supergraph {
  sdl: string
  federated: FederatedSupergraph
  /** What clients see: no join directives, nothing inaccessible. */
  apiSchema: GraphQLSchema
  /** Subgraph name -> the address that composition put into the supergraph. */
  routingUrls: ReadonlyMap<string, string>
  /** Whether an object that says `typename` of itself satisfies a type condition (also for types hidden from clients). */
  satisfies(typename: string, condition: string): boolean
  /** See required-arguments.ts. */
  requiredWithArguments: ReadonlySet<string>
  requiredFields: RequiredFields
  /** Object types of interfaces that some subgraph knows as an interface object. */
  interfaceObjectTypes: ReadonlySet<string>
  /** What may be remembered of subgraphs' answers. */
  cacheRules: CacheRules
}

export function loadSupergraph(sdl: string): Supergraph {
  // Apollo's gateway refuses a supergraph with @authenticated, @policy or @cost; the router enforces these itself.
  const federated = FederatedSupergraph.build(sdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  })
  const document = parse(sdl, { noLocation: true })
  const conditions = conditionsByType(federated.schema.toGraphQLJSSchema())
  return {
    sdl,
    federated,
    apiSchema: federated.apiSchema().toGraphQLJSSchema(),
    routingUrls: new Map(federated.subgraphsMetadata().map(({ name, url }) => [name, url])),
    cacheRules: readCacheRules(sdl),
    requiredWithArguments: fieldsRequiredWithArguments(document),
    requiredFields: readRequiredFields(document),
    interfaceObjectTypes: interfaceObjectTypes(document),
    satisfies: (typename, condition) => typename === condition || conditions.get(typename)?.has(condition) === true,
  }
}

/** For every object and interface type, the names of the interfaces and unions it belongs to. */
function conditionsByType(schema: GraphQLSchema): Map<string, Set<string>> {
  const conditions = new Map<string, Set<string>>()
  const add = (type: string, condition: string) => {
    const known = conditions.get(type)
    if (known) known.add(condition)
    else conditions.set(type, new Set([condition]))
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isObjectType(type) || isInterfaceType(type))
      for (const parent of type.getInterfaces()) add(type.name, parent.name)
    if (isUnionType(type)) for (const member of type.getTypes()) add(member.name, type.name)
  }
  return conditions
}

function interfaceObjectTypes({ definitions }: DocumentNode): Set<string> {
  const interfaces = new Set<string>()
  for (const definition of definitions) {
    if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    const isObject = definition.directives?.some(
      ({ name, arguments: args }) =>
        name.value === 'join__type' &&
        args?.some(
          ({ name: { value }, value: given }) =>
            value === 'isInterfaceObject' && given.kind === Kind.BOOLEAN && given.value,
        ),
    )
    if (isObject) interfaces.add(definition.name.value)
  }
  const types = new Set<string>()
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue
    if (definition.interfaces?.some(({ name }) => interfaces.has(name.value))) types.add(definition.name.value)
  }
  return types
}
