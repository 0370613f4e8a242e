import {
  GraphQLID,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isUnionType,
  type FieldNode,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql'
import type { JsonObject } from '../execute/data.ts'
import { collectFields, dataKey, runtimeType, type CompositeType, type ResponseShape } from './shape.ts'
import { idContent, leafWriter, stringContent, unusual, type WriteText } from './write-leaf.ts'

/**
 * Compiles an operation into a function from merged data straight to the JSON text of `data`. It knows only the
 * ordinary case: for anything else it throws `unusual`, and shape-response.ts answers.
 *
 * One function of straight-line code is generated for each kind of object, which is what makes it several times
 * faster than walking the selections. Only response keys reach the generated code, and only as JSON strings.
 */
export function compileWriter(shape: ResponseShape): (data: JsonObject) => string {
  const root = shape.schema.getRootType(shape.operation.operation)
  if (!root) throw new Error(`The schema has no ${shape.operation.operation} type`)
  return objectWriter(shape, root, [shape.operation.selectionSet])
}

function objectWriter(
  shape: ResponseShape,
  type: CompositeType,
  selectionSets: readonly SelectionSetNode[],
): (object: JsonObject) => string {
  const names: string[] = []
  const writers: WriteText[] = []
  const source: Piece[] = []
  for (const [key, nodes] of collectFields(shape, type, selectionSets)) {
    source.push({ text: `${source.length === 0 ? '{' : ','}${JSON.stringify(key)}:` })
    const write = fieldWriter(shape, type, nodes)
    if (typeof write === 'string') {
      source.push({ text: write })
      continue
    }
    const name = `write${writers.length}`
    const content = contentWriter(type, nodes)
    names.push(name)
    writers.push(content ?? write)
    const call = { code: `${name}(${property(dataKey(shape, nodes, key))})` }
    // The quotes go into the text around it: nothing is put together for the field alone.
    source.push(...(content ? [{ text: '"' }, call, { text: '"' }] : [call]))
  }
  if (source.length === 0) return () => '{}'
  source.push({ text: '}' })
  // oxlint-disable-next-line typescript/no-implied-eval -- the point of this file; see its head
  const make = new Function(...names, `return (o) => ${joined(source)}`) as (
    ...writers: WriteText[]
  ) => (object: JsonObject) => string
  return make(...writers)
}

/** A part of what is written: text that is always the same, or code that makes it. */
type Piece = { text: string } | { code: string }

function joined(pieces: readonly Piece[]): string {
  const parts: string[] = []
  let text = ''
  for (const piece of pieces) {
    if ('text' in piece) {
      text += piece.text
      continue
    }
    parts.push(JSON.stringify(text), piece.code)
    text = ''
  }
  return [...parts, JSON.stringify(text)].join(' + ')
}

/** Of a field that is always a string: what writes it without its quotes. */
function contentWriter(type: CompositeType, nodes: readonly FieldNode[]): WriteText | undefined {
  const field = isUnionType(type) ? undefined : type.getFields()[nodes[0]?.name.value ?? '']
  if (!field || !isNonNullType(field.type)) return undefined
  if (field.type.ofType === GraphQLString) return stringContent
  return field.type.ofType === GraphQLID ? idContent : undefined
}

/** Access to a response key; one that every object inherits (`constructor`) is read with care. */
function property(key: string): string {
  const literal = JSON.stringify(key)
  return key in Object.prototype ? `(Object.hasOwn(o, ${literal}) ? o[${literal}] : undefined)` : `o[${literal}]`
}

/** A writer for the field's value, or its JSON text where that is known beforehand. */
function fieldWriter(shape: ResponseShape, type: CompositeType, nodes: readonly FieldNode[]): WriteText | string {
  const name = nodes[0]?.name.value ?? ''
  if (name === '__typename') {
    if (isAbstractType(type)) return () => fail()
    return JSON.stringify(type.name)
  }
  // Already complete and in order: graphql-js has answered it from the API schema.
  if (name === '__schema' || name === '__type') return (value) => JSON.stringify(value ?? null)
  const field = isUnionType(type) ? undefined : type.getFields()[name]
  if (!field) return () => fail()
  return valueWriter(shape, field.type, nodes)
}

function valueWriter(shape: ResponseShape, type: GraphQLOutputType, nodes: readonly FieldNode[]): WriteText {
  if (isNonNullType(type)) {
    const write = presentWriter(shape, type.ofType, nodes)
    return (value) => (value === null || value === undefined ? fail() : write(value))
  }
  const write = presentWriter(shape, type, nodes)
  return (value) => (value === null || value === undefined ? 'null' : write(value))
}

function presentWriter(shape: ResponseShape, type: GraphQLOutputType, nodes: readonly FieldNode[]): WriteText {
  if (isNonNullType(type)) return presentWriter(shape, type.ofType, nodes)
  if (isListType(type)) return listWriter(valueWriter(shape, type.ofType, nodes))
  if (isLeafType(type)) return leafWriter(type)
  const selectionSets = nodes.flatMap((node) => node.selectionSet ?? [])
  return isAbstractType(type) ? abstractWriter(shape, type, selectionSets) : concreteWriter(shape, type, selectionSets)
}

function listWriter(write: WriteText): WriteText {
  return (value) => {
    if (!Array.isArray(value)) throw unusual
    let text = '['
    for (let index = 0; index < value.length; index++) {
      if (index > 0) text += ','
      text += write(value[index])
    }
    return `${text}]`
  }
}

function concreteWriter(shape: ResponseShape, type: CompositeType, sets: readonly SelectionSetNode[]): WriteText {
  const write = objectWriter(shape, type, sets)
  return (value) => {
    const object = value as JsonObject
    const typename = object['__typename']
    if (typename !== undefined && typename !== type.name && !runtimeType(shape.schema, type, typename)) throw unusual
    return write(object)
  }
}

/** Compiles for a type only once an object of it comes: an interface may have very many. */
function abstractWriter(shape: ResponseShape, declared: CompositeType, sets: readonly SelectionSetNode[]): WriteText {
  const byTypename = new Map<unknown, (object: JsonObject) => string>()
  return (value) => {
    const object = value as JsonObject
    const typename = object['__typename']
    let write = byTypename.get(typename)
    if (!write) {
      const type = runtimeType(shape.schema, declared, typename)
      if (!type) throw unusual
      write = objectWriter(shape, type, sets)
      byTypename.set(typename, write)
    }
    return write(object)
  }
}

function fail(): never {
  throw unusual
}
