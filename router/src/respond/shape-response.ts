import {
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type FieldNode,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql'
import { isJsonObject, own, type JsonObject } from '../execute/data.ts'
import type { ResponsePath } from '../execute/path.ts'
import { collectFields, dataKey, runtimeType, type CompositeType, type ResponseShape } from './shape.ts'
import { leafWriter } from './write-leaf.ts'

/** Something that the data lacks. `null`: a field that is never null was, and its parent is null for it. `value`: not of its type. */
export interface Problem {
  kind: 'null' | 'value'
  message: string
  path: ResponsePath
}

interface Shaping {
  shape: ResponseShape
  problems: Problem[]
  path: (string | number)[]
}

/** What a field becomes when it must not be null and is: its parent takes the null. */
const bubble = Symbol('null bubbles up')

/** Completes the data exactly as the specification says (CompleteValue), however odd it is. Slower than the writer. */
export function shapeResponse(
  shape: ResponseShape,
  data: JsonObject,
): { data: JsonObject | null; problems: Problem[] } {
  const root = shape.schema.getRootType(shape.operation.operation)
  if (!root) throw new Error(`The schema has no ${shape.operation.operation} type`)
  const shaping: Shaping = { shape, problems: [], path: [] }
  const result = completeObject(shaping, root, data, [shape.operation.selectionSet])
  return { data: result === bubble ? null : result, problems: shaping.problems }
}

function completeObject(
  shaping: Shaping,
  type: CompositeType,
  source: JsonObject,
  selectionSets: readonly SelectionSetNode[],
): JsonObject | typeof bubble {
  const result: JsonObject = {}
  let nulled = false
  for (const [key, nodes] of collectFields(shaping.shape, type, selectionSets)) {
    shaping.path.push(key)
    const value = completeField(shaping, type, nodes, own(source, dataKey(shaping.shape, nodes, key)))
    shaping.path.pop()
    if (value === bubble) nulled = true
    else result[key] = value
  }
  return nulled ? bubble : result
}

function completeField(shaping: Shaping, type: CompositeType, nodes: readonly FieldNode[], value: unknown): unknown {
  const name = nodes[0]?.name.value ?? ''
  if (name === '__schema' || name === '__type') return value ?? null
  if (name === '__typename') return isObjectType(type) ? type.name : missing(shaping, `${type.name}.__typename`)
  const field = isUnionType(type) ? undefined : type.getFields()[name]
  return field ? complete(shaping, field.type, nodes, value, `${type.name}.${name}`) : null
}

/** `field` is the coordinate that messages name, such as `Case.client`. */
function complete(
  shaping: Shaping,
  type: GraphQLOutputType,
  nodes: readonly FieldNode[],
  value: unknown,
  field: string,
): unknown {
  if (isNonNullType(type)) {
    const problemsBefore = shaping.problems.length
    const completed = complete(shaping, type.ofType, nodes, value, field)
    if (completed !== null) return completed
    // Where a deeper field has said what is missing, saying it again for each parent helps nobody.
    return shaping.problems.slice(problemsBefore).some(({ kind }) => kind === 'null') ? bubble : missing(shaping, field)
  }
  if (value === null || value === undefined) return null
  if (isListType(type)) return completeList(shaping, type.ofType, nodes, value, field)
  if (isLeafType(type)) return completeLeaf(shaping, type, value, field)
  if (!isJsonObject(value)) return invalid(shaping, `An object was expected for ${field}`)
  const actual = runtimeType(shaping.shape.schema, type, value['__typename'])
  if (!actual) return invalid(shaping, `${field} has an object of a type that is not ${type.name}`)
  const sets = nodes.flatMap((node) => node.selectionSet ?? [])
  const object = completeObject(shaping, actual, value, sets)
  return object === bubble ? null : object
}

function completeList(
  shaping: Shaping,
  itemType: GraphQLOutputType,
  nodes: readonly FieldNode[],
  value: unknown,
  field: string,
): unknown {
  if (!Array.isArray(value)) return invalid(shaping, `A list was expected for ${field}`)
  let nulled = false
  const items = value.map((element: unknown, index) => {
    shaping.path.push(index)
    const item = complete(shaping, itemType, nodes, element, field)
    shaping.path.pop()
    if (item === bubble) nulled = true
    return item
  })
  return nulled ? null : items
}

function completeLeaf(shaping: Shaping, type: GraphQLLeafType, value: unknown, field: string): unknown {
  try {
    return JSON.parse(leafWriter(type)(value)) as unknown
  } catch {
    // The value itself is not repeated: it may be one that clients must not see.
    return invalid(shaping, `${field} has a value that is not ${isEnumType(type) ? 'in' : 'a'} ${type.name}`)
  }
}

function missing(shaping: Shaping, field: string): typeof bubble {
  shaping.problems.push({
    kind: 'null',
    message: `Cannot return null for non-nullable field ${field}.`,
    path: [...shaping.path],
  })
  return bubble
}

function invalid(shaping: Shaping, message: string): null {
  shaping.problems.push({ kind: 'value', message: `${message}.`, path: [...shaping.path] })
  return null
}
