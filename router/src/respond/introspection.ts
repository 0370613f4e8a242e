import {
  executeSync,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import { isJsonObject, type JsonObject } from '../execute/data.ts'
import type { ResponseError } from '../execute/errors.ts'

/** An operation in two: what asks about the schema, which the router answers, and what the subgraphs answer. */
export interface Divided {
  introspection?: OperationDefinitionNode
  rest?: OperationDefinitionNode
}

/** Divides a normalized operation (one without named fragments) at its root fields. */
export function divideIntrospection(operation: OperationDefinitionNode): Divided {
  const introspection = pick(operation.selectionSet, true)
  const rest = introspection ? pick(operation.selectionSet, false) : operation.selectionSet
  return {
    ...(introspection && { introspection: { ...operation, selectionSet: introspection } }),
    ...(rest && rest.selections.length > 0 && { rest: { ...operation, selectionSet: rest } }),
  }
}

function pick({ selections }: SelectionSetNode, introspection: boolean): SelectionSetNode | undefined {
  const picked = selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      const asksSchema = selection.name.value === '__schema' || selection.name.value === '__type'
      return asksSchema === introspection ? [selection] : []
    }
    const selectionSet = selection.kind === Kind.INLINE_FRAGMENT && pick(selection.selectionSet, introspection)
    return selectionSet ? [{ ...selection, selectionSet }] : []
  })
  return picked.length > 0 ? { kind: Kind.SELECTION_SET, selections: picked } : undefined
}

/** Answers questions about the schema from the API schema: nothing of subgraphs, nothing inaccessible. */
export function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: JsonObject,
): { data: JsonObject; errors: ResponseError[] } {
  const result = executeSync({ schema, document, variableValues: variables })
  return {
    data: isJsonObject(result.data) ? { ...result.data } : {},
    errors: (result.errors ?? []).map(({ message, path }) => ({
      message,
      ...(path && { path }),
      extensions: { code: 'INTROSPECTION_FAILED' },
    })),
  }
}
