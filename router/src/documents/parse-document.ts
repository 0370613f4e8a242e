import {
  getOperationAST,
  GraphQLError,
  Kind,
  parse,
  specifiedRules,
  validate,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationContext,
} from 'graphql'
import type { ResponseError } from '../execute/errors.ts'
import { exceededLimits, type DocumentLimits } from './limits.ts'

export interface ParsedOperation {
  document: DocumentNode
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
}

export interface ParseOptions {
  schema: GraphQLSchema
  limits: DocumentLimits
  /** Without introspection the schema is not told through suggestions either. */
  introspection: boolean
}

/** Parses and validates one operation of a document. A list means: refused, for these reasons. */
export function parseOperation(
  text: string,
  operationName: string | undefined,
  options: ParseOptions,
): ParsedOperation | ResponseError[] {
  const { schema, limits } = options
  let document: DocumentNode
  try {
    document = parse(text, Number.isFinite(limits.maxTokens) ? { maxTokens: limits.maxTokens } : {})
  } catch (error) {
    return [refusal(error instanceof Error ? error.message : 'The document cannot be parsed', 'GRAPHQL_PARSE_FAILED')]
  }
  const rules = [...specifiedRules, noMisleadingAlias, ...(options.introspection ? [] : [noIntrospection])]
  const problems = validate(schema, document, rules, { maxErrors: 20 })
  if (problems.length > 0) {
    return problems.map(({ message, extensions }) =>
      refusal(
        options.introspection ? message : message.replace(/ ?Did you mean .*$/s, ''),
        typeof extensions['code'] === 'string' ? extensions['code'] : 'GRAPHQL_VALIDATION_FAILED',
      ),
    )
  }
  const operation = getOperationAST(document, operationName)
  if (!operation) {
    return [
      refusal(
        operationName
          ? `The document has no operation named "${operationName}".`
          : 'The document has several operations: name the one to run in operationName.',
        'OPERATION_RESOLUTION_FAILURE',
      ),
    ]
  }
  if (!schema.getRootType(operation.operation)) {
    return [refusal(`There is no ${operation.operation} here.`, 'GRAPHQL_VALIDATION_FAILED')]
  }
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const exceeded = exceededLimits(operation, fragments, limits)
  if (exceeded.length > 0) return exceeded.map((message) => refusal(message, 'OPERATION_TOO_LARGE'))
  return { document, operation, fragments }
}

function refusal(message: string, code: string): ResponseError {
  return { message, extensions: { code } }
}

/**
 * `__proto__` cannot be kept apart from an object's prototype by JSON readers downstream, and under `__typename`
 * everybody, the planner and Apollo Client included, expects the name of a type.
 */
function noMisleadingAlias(context: ValidationContext): ASTVisitor {
  return {
    Field({ alias, name }) {
      if (alias?.value !== '__proto__' && (alias?.value !== '__typename' || name.value === '__typename')) return
      context.reportError(
        new GraphQLError(`"${alias.value}" cannot be used as an alias. Choose another.`, { nodes: alias }),
      )
    },
  }
}

function noIntrospection(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== '__schema' && node.name.value !== '__type') return
      context.reportError(
        new GraphQLError('The schema cannot be asked for here. Its description is in the documentation.', {
          nodes: node,
          extensions: { code: 'INTROSPECTION_DISABLED' },
        }),
      )
    },
  }
}
