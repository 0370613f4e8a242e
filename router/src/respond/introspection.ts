import {
  executeSync,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
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

/** Divides an operation at its root fields; spreads of fragments that hold both are resolved on the way. */
export function divideIntrospection(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Divided {
  if (operation.operation !== 'query') return { rest: operation }
  const introspection = pick(operation.selectionSet, fragments, true)
  if (!introspection) return { rest: operation }
  const rest = pick(operation.selectionSet, fragments, false)
  return {
    introspection: { ...operation, selectionSet: introspection },
    ...(rest && { rest: { ...operation, selectionSet: rest } }),
  }
}

function pick(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  introspection: boolean,
): SelectionSetNode | undefined {
  const picked = selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      const asksSchema = selection.name.value === '__schema' || selection.name.value === '__type'
      return asksSchema === introspection ? [selection] : []
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)
    const selectionSet = fragment && pick(fragment.selectionSet, fragments, introspection)
    if (!fragment || !selectionSet) return []
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(fragment.typeCondition && { typeCondition: fragment.typeCondition }),
        ...(selection.directives && { directives: selection.directives }),
        selectionSet,
      },
    ]
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
