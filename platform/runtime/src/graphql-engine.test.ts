import { GraphQLError } from 'graphql'
import pg from 'pg'
import { expect, test } from 'vitest'
import { schemaOf, withoutInternals } from './graphql-engine.ts'
import { createLogger } from './logger.ts'

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Date
  type Query { result: Result  day: Date }
  union Result = Thing | Person
  type Thing @key(fields: "id") { id: ID! }
  type Person @key(fields: "id", resolvable: false) { id: ID! }
`

test('a subgraph that cannot tell the types of a union, or find an entity of its own, does not start', () => {
  expect(() => schemaOf({ typeDefs, resolvers: {} })).toThrow(
    'Resolvers are missing: Result.__resolveType, Thing.__resolveReference',
  )
  const schema = schemaOf({
    typeDefs,
    resolvers: { Result: { __resolveType: () => 'Thing' }, Thing: { __resolveReference: () => null } },
  })
  expect(() => (schema.getType('Date') as { parseValue?(value: unknown): unknown }).parseValue?.('yesterday')).toThrow(
    /calendar day/,
  )
})

test('a database that is out of reach says "not now", so that clients ask again; what else was thrown says "no"', async () => {
  const logger = createLogger({ name: 'test', level: 'silent' })
  const told = (original: Error) => {
    const error = new GraphQLError(original.message, { path: ['case'], originalError: original })
    return withoutInternals(error.toJSON(), error, logger)
  }
  const client = new pg.Client('postgresql://nobody@127.0.0.1:9/nothing')
  const refused = await client.connect().then(
    () => undefined,
    (error: Error) => error,
  )
  expect(told(refused!)).toMatchObject({ path: ['case'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } })
  expect(told(new Error('lost', { cause: Object.assign(new Error(), { code: '57P01' }) })).extensions).toMatchObject({
    code: 'SUBGRAPH_UNAVAILABLE',
  })
  for (const other of [new TypeError('x is undefined'), Object.assign(new Error(), { code: '23505' })])
    expect(told(other)).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } })
  expect(JSON.stringify(told(refused!))).not.toContain('127.0.0.1')
})
