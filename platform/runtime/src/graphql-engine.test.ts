import { expect, test } from 'vitest'
import { schemaOf } from './graphql-engine.ts'

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
