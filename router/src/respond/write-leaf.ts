import { isEnumType, type GraphQLLeafType } from 'graphql'

/** JSON text of a value that is neither null nor undefined, or `unusual` is thrown. */
export type WriteText = (value: unknown) => string

/** Thrown when data is not what the schema promises: the careful shaper then decides what the client gets. */
export const unusual = new Error('The data needs the careful shaper')

const mustEscape = /["\\\u0000-\u001f\ud800-\udfff]/

function writeString(value: unknown): string {
  if (typeof value !== 'string') throw unusual
  // Short strings are most, and cheaper to look through than to hand to JSON.stringify.
  return value.length < 40 && !mustEscape.test(value) ? `"${value}"` : JSON.stringify(value)
}

/** What stands between the quotes of a string's JSON text. */
export function stringContent(value: unknown): string {
  if (typeof value !== 'string') throw unusual
  return value.length < 40 && !mustEscape.test(value) ? value : JSON.stringify(value).slice(1, -1)
}

/** The same of an ID, which may come as an integer. */
export function idContent(value: unknown): string {
  return typeof value === 'number' && Number.isInteger(value) ? String(value) : stringContent(value)
}

const builtIn: Record<string, WriteText> = {
  String: writeString,
  ID: (value) => (typeof value === 'number' && Number.isInteger(value) ? `"${value}"` : writeString(value)),
  Int: (value) => {
    if (typeof value !== 'number' || (value | 0) !== value) throw unusual
    return String(value)
  },
  Float: (value) => {
    if (typeof value !== 'number') throw unusual
    return String(value)
  },
  Boolean: (value) => {
    if (value === true) return 'true'
    if (value === false) return 'false'
    throw unusual
  },
}

export function leafWriter(type: GraphQLLeafType): WriteText {
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>(type.getValues().map(({ name }) => [name, JSON.stringify(name)]))
    return (value) => {
      const text = texts.get(value)
      if (text === undefined) throw unusual // a value that some subgraphs know and clients must not see
      return text
    }
  }
  return builtIn[type.name] ?? ((value) => JSON.stringify(value))
}
