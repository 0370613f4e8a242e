import {
  getNamedType,
  isObjectType,
  isInterfaceType,
  Kind,
  parse,
  parseType,
  print,
  valueFromASTUntyped,
  type ArgumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql'
import type { RootFetch } from '../plan/plan.ts'
import { isJsonObject, own, type JsonObject } from '../execute/data.ts'

/**
 * What the router asks a subgraph for a subscription, and how it goes on after the subgraph was away.
 *
 * The convention: a subscription field with an argument `after` and a field `cursor` in its payload can be resumed.
 * The router then always selects the cursor (under a key of its own) and passes `after` as a variable of its own,
 * so that it can subscribe again from the last event it received.
 */
export interface Upstream {
  query: string
  operationName?: string
  /** With which to begin; `after` is the cursor to begin after instead of the client's. */
  variables(client: JsonObject, after?: string): JsonObject
  /** Undefined where the subscription cannot be resumed. */
  cursorOf?(event: JsonObject): string | undefined
  /** Where the client itself asked to begin. Without that and before the first event there is nothing to resume from. */
  clientCursor?(client: JsonObject): string | undefined
}

const CURSOR_KEY = 'cma_cursor'
const AFTER_VARIABLE = 'cma_after'

export function upstreamOf(primary: RootFetch, schema: GraphQLSchema): Upstream {
  return (
    resumable(primary, schema) ?? {
      query: primary.operation,
      ...(primary.operationName && { operationName: primary.operationName }),
      variables: (client) => pick(client, primary.variables),
    }
  )
}

function resumable(primary: RootFetch, schema: GraphQLSchema): Upstream | undefined {
  const document = parse(primary.operation, { noLocation: true })
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  const field = operation?.selectionSet.selections[0]
  if (!operation || field?.kind !== Kind.FIELD || !field.selectionSet) return undefined
  const definition = schema.getSubscriptionType()?.getFields()[field.name.value]
  const after = definition?.args.find(({ name }) => name === 'after')
  const payload = definition && getNamedType(definition.type)
  if (!after || !(isObjectType(payload) || isInterfaceType(payload)) || !payload.getFields()['cursor']) return undefined

  const key = field.alias?.value ?? field.name.value
  const given = field.arguments?.find(({ name }) => name.value === 'after')?.value
  const clientCursor = (client: JsonObject) => {
    const value: unknown = given && valueFromASTUntyped(given, client)
    return typeof value === 'string' ? value : undefined
  }
  const rewritten = withCursor(operation, field, String(after.type))
  const kept = (rewritten.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
  return {
    query: print({
      ...document,
      definitions: document.definitions.map((node) => (node === operation ? rewritten : node)),
    }),
    ...(primary.operationName && { operationName: primary.operationName }),
    variables: (client, cursor) => ({
      ...pick(client, kept),
      [AFTER_VARIABLE]: cursor ?? clientCursor(client) ?? null,
    }),
    clientCursor,
    cursorOf(event) {
      const value = event[key]
      const cursor = isJsonObject(value) ? value[CURSOR_KEY] : undefined
      return typeof cursor === 'string' ? cursor : undefined
    },
  }
}

function withCursor(operation: OperationDefinitionNode, field: FieldNode, afterType: string): OperationDefinitionNode {
  const name = (value: string) => ({ kind: Kind.NAME, value }) as const
  const variable = { kind: Kind.VARIABLE, name: name(AFTER_VARIABLE) } as const
  const after: ArgumentNode = { kind: Kind.ARGUMENT, name: name('after'), value: variable }
  const cursor: FieldNode = { kind: Kind.FIELD, alias: name(CURSOR_KEY), name: name('cursor') }
  const resumableField: FieldNode = {
    ...field,
    arguments: [...(field.arguments ?? []).filter((argument) => argument.name.value !== 'after'), after],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...(field.selectionSet?.selections ?? []), cursor] },
  }
  const declaration: VariableDefinitionNode = {
    kind: Kind.VARIABLE_DEFINITION,
    variable,
    type: parseType(afterType),
  }
  // The client's own variable for `after` may be left over; a document must use every variable it declares.
  const used = usedVariables({ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [resumableField] } })
  return {
    ...operation,
    variableDefinitions: [
      ...(operation.variableDefinitions ?? []).filter((definition) => used.has(definition.variable.name.value)),
      declaration,
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [resumableField] },
  }
}

function usedVariables(operation: OperationDefinitionNode): Set<string> {
  const text = print({ ...operation, variableDefinitions: [] })
  return new Set([...text.matchAll(/\$(\w+)/g)].map((match) => match[1] ?? ''))
}

function pick(values: JsonObject, names: readonly string[]): JsonObject {
  const picked: JsonObject = {}
  for (const name of names) {
    const value = own(values, name)
    if (value !== undefined) picked[name] = value
  }
  return picked
}
