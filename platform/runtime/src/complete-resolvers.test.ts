import { expect, test } from 'vitest'
import type { CompleteResolvers } from './complete-resolvers.ts'

// The compiler is the test here: `npm run check` fails when one of the errors below is no longer one.
type Row = { id: string; authorId: string }
type Parents = { Note: Row; Page: { size: number }; Query: object }
type Resolvers = {
  Query?: { note?: () => Row; notes?: () => Row[] }
  Note?: { __resolveReference?: () => Row | null; id?: () => string; author?: () => { id: string } }
  Page?: { size?: () => number }
}

const author = () => ({ id: '1' })
const query = { note: () => ({ id: '1', authorId: '2' }), notes: () => [] }

test('a resolver for each field that no row answers', () => {
  const complete: CompleteResolvers<Resolvers, Parents> = { Query: query, Note: { author } }
  // @ts-expect-error the row has no `author`
  const withoutField: CompleteResolvers<Resolvers, Parents> = { Query: query, Note: {} }
  // @ts-expect-error the whole type is missing
  const withoutType: CompleteResolvers<Resolvers, Parents> = { Query: query }
  // @ts-expect-error a query is missing
  const withoutQuery: CompleteResolvers<Resolvers, Parents> = { Query: { note: query.note }, Note: { author } }
  // @ts-expect-error there is no such field
  const withMore: CompleteResolvers<Resolvers, Parents> = { Query: query, Note: { author, title: () => '' } }
  expect([complete, withoutField, withoutType, withoutQuery, withMore]).toHaveLength(5)
})
