import { GraphQLError, GraphQLScalarType, Kind } from 'graphql'
import { dayOfColumn } from './london-date.ts'

const bad = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })

function parseDay(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) {
    const at = new Date(`${value}T00:00:00.000Z`)
    if (!Number.isNaN(at.getTime()) && dayOfColumn(at) === value) return value
  }
  throw bad('A date is a calendar day such as 2026-11-24')
}

function parseMoment(value: unknown): string {
  if (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value)
  ) {
    const at = new Date(value)
    if (!Number.isNaN(at.getTime())) return at.toISOString()
  }
  throw bad('A moment is ISO 8601 with a time zone, such as 2026-11-24T16:10:00.000Z')
}

/** A calendar day in London. Gives ISO text to resolvers; takes ISO text or the Date of a `@db.Date` column. */
const DateScalar = new GraphQLScalarType<string, string>({
  name: 'Date',
  serialize: (value) => (value instanceof Date ? dayOfColumn(value) : parseDay(value)),
  parseValue: parseDay,
  parseLiteral: (node) => parseDay(node.kind === Kind.STRING ? node.value : undefined),
})

/** A moment, in UTC. Gives ISO text to resolvers; takes ISO text or a Date. */
const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : parseMoment(value)),
  parseValue: parseMoment,
  parseLiteral: (node) => parseMoment(node.kind === Kind.STRING ? node.value : undefined),
})

/** Resolvers of the scalars that the contracts use; `serve` adds those that a subgraph's contract has. */
export const scalars = { Date: DateScalar, DateTime: DateTimeScalar }
