import { ApolloServer, type HTTPGraphQLResponse } from '@apollo/server'
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  GraphQLError,
  isAbstractType,
  isUnionType,
  Kind,
  parse,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql'
import { currentTraceId, type Logger } from './logger.ts'
import { isOutOfReach } from './out-of-reach.ts'
import { scalars } from './scalars.ts'
import type { Subgraph } from './subgraph.ts'

export function schemaOf(subgraph: Pick<Subgraph<never, never>, 'typeDefs' | 'resolvers'>): GraphQLSchema {
  const typeDefs = parse(subgraph.typeDefs)
  const declared = new Set(
    typeDefs.definitions.flatMap((node) => (node.kind === 'ScalarTypeDefinition' ? [node.name.value] : [])),
  )
  const known = Object.fromEntries(Object.entries(scalars).filter(([name]) => declared.has(name)))
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...known, ...subgraph.resolvers } }])
  const missing = missingResolvers(schema)
  if (missing.length > 0) throw new Error(`Resolvers are missing: ${missing.join(', ')}`)
  return schema
}

/** What the compiler cannot demand and a request would only find out: how to tell the types of a union, how to find an entity. */
function missingResolvers(schema: GraphQLSchema): string[] {
  const abstract = Object.values(schema.getTypeMap()).filter((type) => isAbstractType(type) && type.name !== '_Entity')
  const untold = abstract
    .filter((type) => isAbstractType(type) && !type.resolveType)
    .map(({ name }) => `${name}.__resolveType`)
  const entities = schema.getType('_Entity')
  const unfound = (isUnionType(entities) ? entities.getTypes() : [])
    .filter((type) => isFoundHere(type) && !(type.extensions as EntityExtensions).apollo?.subgraph?.resolveReference)
    .map(({ name }) => `${name}.__resolveReference`)
  return [...untold, ...unfound]
}

/** `@key(fields: "id", resolvable: false)` only refers to an entity of another subgraph. */
function isFoundHere({ astNode, extensionASTNodes }: GraphQLObjectType): boolean {
  const keys = [astNode, ...extensionASTNodes]
    .flatMap((node) => node?.directives ?? [])
    .filter(({ name }) => name.value === 'key')
  return keys.some(
    ({ arguments: args }) =>
      !args?.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value),
  )
}

type EntityExtensions = { apollo?: { subgraph?: { resolveReference?: unknown } } }

/** @apollo/server without its HTTP half. What a resolver threw by surprise is logged and does not get out. */
export function createApolloServer<Context extends object>(
  schema: GraphQLSchema,
  logger: Logger,
): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true, // only for what the router signed
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    logger: {
      debug: () => {},
      info: () => {},
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
    formatError: (formatted, error) => withoutInternals(formatted, error, logger),
  })
}

const expected = new Set([
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
])

export function withoutInternals(
  formatted: GraphQLFormattedError,
  error: unknown,
  logger: Logger,
): GraphQLFormattedError {
  const code = formatted.extensions?.['code']
  if (typeof code === 'string' && (expected.has(code) || code.startsWith('X_'))) return formatted
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error
  const traceId = currentTraceId()
  const place = {
    ...(formatted.locations && { locations: formatted.locations }),
    ...(formatted.path && { path: formatted.path }),
  }
  if (isOutOfReach(original)) {
    logger.warn({ err: original, path: formatted.path?.join('.') }, 'the database or Redis is out of reach')
    return {
      message: "This can't be reached at the moment. Try again shortly",
      ...place,
      extensions: { code: 'SUBGRAPH_UNAVAILABLE', ...(traceId !== undefined && { traceId }) }, // as the router says of a process
    }
  }
  logger.error({ err: original, path: formatted.path?.join('.') }, 'a resolver failed')
  return {
    message: 'Something went wrong on our side. Try again; if it happens again, tell support the reference',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...(traceId !== undefined && { traceId }) },
  }
}

export async function textOf(response: HTTPGraphQLResponse): Promise<string> {
  if (response.body.kind === 'complete') return response.body.string
  let text = ''
  for await (const chunk of response.body.asyncIterator) text += chunk
  return text
}
