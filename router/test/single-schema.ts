import {
  execute,
  parse,
  printSchema,
  buildSchema,
  validate,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql'

/** The same schema without federation, over the same resolvers: what a federated answer must equal. */
export function singleSchema(
  apiSchema: GraphQLSchema,
  resolvers: Record<string, Record<string, unknown>>,
): GraphQLSchema {
  const schema = buildSchema(printSchema(apiSchema))
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name)
    for (const [field, resolve] of Object.entries(fields)) {
      if (isAbstractType(type)) {
        if (field === '__resolveType') type.resolveType = resolve as never
      } else if (isObjectType(type)) {
        const definition = type.getFields()[field]
        if (definition) definition.resolve = resolve as GraphQLFieldResolver<unknown, unknown>
      }
    }
  }
  return schema
}

export async function runSingle(
  schema: GraphQLSchema,
  query: string,
  variables: Record<string, unknown>,
): Promise<ExecutionResult> {
  const document = parse(query)
  const errors = validate(schema, document)
  return errors.length > 0 ? { errors } : execute({ schema, document, variableValues: variables })
}
