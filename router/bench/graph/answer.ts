/**
 * Answers GraphQL operations from the benchmark's object graph, as cheaply as plain functions can: a document is
 * compiled once into nested closures. It answers every query that a planner may ask of the benchmark's subgraphs,
 * and refuses what it does not know rather than guessing, so that the correctness check would notice.
 */
import {
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql'
import type { Thing, World } from './data.ts'

type Variables = Readonly<Record<string, unknown>>
type Select = (thing: Thing, variables: Variables, into: Record<string, unknown>) => void
export type Answer = (variables: Variables) => Record<string, unknown>

/** Throws when the document is not one this graph can answer. */
export function compile(text: string, world: World): Answer {
  const document = parse(text, { noLocation: true })
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (!operation) throw new Error('no operation')
  const select = compileSelections(operation.selectionSet, document, world)
  const root = operation.operation === OperationTypeNode.MUTATION ? world.mutation : world.query
  return (variables) => {
    const data = {}
    select(root, variables, data)
    return data
  }
}

/** A compiled selection of one subscription's event, with `root` holding the event under its field's name. */
export function compileEvent(text: string, world: World): (root: Thing) => Record<string, unknown> {
  const document = parse(text, { noLocation: true })
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) throw new Error('not a subscription')
  const select = compileSelections(operation.selectionSet, document, world)
  return (root) => {
    const data = {}
    select(root, {}, data)
    return data
  }
}

function compileSelections(set: SelectionSetNode, document: DocumentNode, world: World): Select {
  const parts = set.selections.map((selection): Select => {
    if (selection.directives?.length) throw new Error('directives are not known here')
    if (selection.kind === Kind.FIELD) return compileField(selection, document, world)
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return onType(selection.typeCondition?.name.value, compileSelections(selection.selectionSet, document, world))
    }
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    )
    if (fragment?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`no fragment ${selection.name.value}`)
    return onType(fragment.typeCondition.name.value, compileSelections(fragment.selectionSet, document, world))
  })
  return (thing, variables, into) => {
    for (const part of parts) part(thing, variables, into)
  }
}

function onType(typename: string | undefined, select: Select): Select {
  if (typename === undefined) return select
  return (thing, variables, into) => {
    if (thing.__typename === typename) select(thing, variables, into)
  }
}

function compileField(field: FieldNode, document: DocumentNode, world: World): Select {
  const name = field.name.value
  const key = field.alias?.value ?? name
  const args = (field.arguments ?? []).map((argument) => ({ name: argument.name.value, read: reader(argument.value) }))
  const child = field.selectionSet ? compileSelections(field.selectionSet, document, world) : undefined
  return (thing, variables, into) => {
    const given = Object.fromEntries(args.map((argument) => [argument.name, argument.read(variables)]))
    const value = name === '_entities' ? entities(given['representations'], world) : fieldOf(thing, name, given)
    into[key] = child ? complete(value, child, variables) : value
  }
}

function fieldOf(thing: Thing, name: string, args: Record<string, unknown>): unknown {
  const value = thing[name]
  if (value === undefined) throw new Error(`${thing.__typename} has no field ${name}`)
  if (typeof value !== 'function') return value
  return (value as (args: Record<string, unknown>) => unknown)({ ...(thing.representation ?? thing), ...args })
}

/** The entities, each with its representation in reach: `@requires` fields are computed from what it brought. */
function entities(representations: unknown, world: World): (Thing | null)[] {
  return (representations as Thing[]).map((representation) => {
    const entity = world.entities.get(representation.__typename)?.get(String(representation['id']))
    return entity ? { ...entity, representation: { ...representation } } : null
  })
}

function complete(value: unknown, child: Select, variables: Variables): unknown {
  if (value === null) return null
  if (Array.isArray(value)) return value.map((item) => complete(item, child, variables))
  const into = {}
  child(value as Thing, variables, into)
  return into
}

function reader(node: ValueNode): (variables: Variables) => unknown {
  if (node.kind === Kind.VARIABLE) return (variables) => variables[node.name.value]
  if (node.kind === Kind.NULL) return () => null
  if (node.kind === Kind.LIST) {
    const items = node.values.map(reader)
    return (variables) => items.map((read) => read(variables))
  }
  if (node.kind === Kind.OBJECT) {
    const fields = node.fields.map((entry) => ({ name: entry.name.value, read: reader(entry.value) }))
    return (variables) => Object.fromEntries(fields.map((entry) => [entry.name, entry.read(variables)]))
  }
  if (node.kind === Kind.INT || node.kind === Kind.FLOAT) return () => Number(node.value)
  return () => node.value
}
