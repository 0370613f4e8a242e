import { fileStack } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import { allPermissions } from '../src/authorize/field-rules.ts'
import { createGraph } from '../src/graph.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import type { SubgraphSource } from './serve-subgraph.ts'
import { connect } from './subscriber.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@cost", "@listSize"])`

const shelf: SubgraphSource = {
  name: 'shelf',
  sdl: `${link}
    type Query {
      books(first: Int = 20, after: String, wanted: Wanted): BookConnection!
        @listSize(slicingArguments: ["first"], sizedFields: ["edges"], requireOneSlicingArgument: false)
      page(size: Int): [Book!]! @listSize(slicingArguments: ["size"], assumedSize: 3)
      top: [Book!]! @listSize(assumedSize: 5)
      all: [Book!]!
      book: Book
      thing: Thing
      scan(text: String @cost(weight: 7)): Int @cost(weight: 30)
      work: [[Work!]!]
    }
    type Mutation { lend(id: ID!): Book }
    input Wanted { text: String @cost(weight: 11) also: [Wanted!] }
    type BookConnection { edges: [BookEdge!]! totalCount: Int! }
    type BookEdge { cursor: String! node: Book! }
    interface Thing { id: ID! related: [Book!]! @listSize(assumedSize: 2) }
    type Book implements Thing { id: ID! title: String related: [Book!]! author: Author genre: Genre }
    type Lamp implements Thing @cost(weight: 9) { id: ID! related: [Book!]! bulb: Author }
    type Author { id: ID! name: String photo: Photo }
    type Work { id: ID! }
    scalar Photo @cost(weight: 4)
    enum Genre { NOVEL }
  `,
  resolvers: {
    Query: {
      books: () => ({ edges: [], totalCount: 0 }),
      book: () => ({ id: 'b' }),
      all: () => [],
      scan: () => 1,
    },
    Mutation: { lend: () => ({ id: 'b' }) },
    Thing: { __resolveType: () => 'Book' },
  },
}

const stack = fileStack()
const world = await serveWorld([shelf])
stack.defer(() => world.stop())
const graph = createGraph({ sdl: world.sdl })

function costOf(query: string, variables: Record<string, unknown> = {}): number | undefined {
  const runnable = graph.prepare({ query, variables }, allPermissions, Infinity)
  if (Array.isArray(runnable)) throw new Error(JSON.stringify(runnable))
  return runnable.cost
}

describe('the cost of an operation', () => {
  test.each<[string, string, number]>([
    ['a scalar costs nothing', '{ book { id title } }', 1],
    ['an enum costs nothing, a weighed scalar its weight', '{ book { genre author { photo } } }', 1 + 1 + 4],
    ['a field weight stands in place of the type’s, an argument’s is added', '{ scan(text: "x") }', 30 + 7],
    ['an argument that is not given costs nothing', '{ scan }', 30],
    ['a list of which nothing is said', '{ all { id author { id } } }', 10 * 2],
    ['an assumed size', '{ top { id } }', 5],
    // connection + first x (edge + node)
    ['a connection takes its size from its argument', '{ books(first: 3) { edges { node { id } } } }', 1 + 3 * 2],
    ['or from the argument’s default', '{ books { totalCount edges { cursor } } }', 1 + 20],
    ['a list itself may be sized by an argument', '{ page(size: 4) { id } }', 4],
    ['an assumed size where no argument says one', '{ page { id } }', 3],
    ['less than nothing is nothing', '{ books(first: -5) { edges { cursor } } }', 1],
    [
      'a field selected twice counts once',
      '{ book { author { id } author { name } ...F } } fragment F on Book { author { id } }',
      2,
    ],
    ['under two aliases it counts twice', '{ a: book { id } b: book { id } }', 2],
    ['literal conditions are known', '{ book { id @skip(if: true) author @include(if: false) { id } } }', 1],
    // Book: 1 + 2; Lamp: 9 + 2 x 1 (the size is the interface's) + 1
    ['the dearest of what an interface may be', '{ thing { related { id } ... on Lamp { bulb { id } } } }', 9 + 2 + 1],
    [
      'fields inside inputs',
      '{ books(first: 0, wanted: { text: "x", also: [{ text: "y" }, {}] }) { totalCount } }',
      1 + 22,
    ],
    ['a mutation', 'mutation { lend(id: "1") { id } }', 10 + 1],
    ['a question about the schema', '{ __schema { types { name } } __typename }', 1],
  ])('%s', (_what, query, cost) => {
    expect(costOf(query)).toBe(cost)
  })

  test('variables decide sizes, and their absence leaves the default', () => {
    const query = 'query ($n: Int) { books(first: $n) { edges { node { related { id } } } } }'
    const cost = (first: number) => 1 + first * (1 + 1 + 2)
    expect(costOf(query, { n: 50 })).toBe(cost(50))
    expect(costOf(query, { n: 7 })).toBe(cost(7))
    expect(costOf(query)).toBe(cost(20))
    const input = 'query ($n: Int, $w: Wanted) { page(size: $n) { id } books(first: 1, wanted: $w) { totalCount } }'
    expect(costOf(input, { n: 6, w: { text: 'x' } })).toBe(6 + 1 + 11)
  })

  test('a selection under a variable’s condition counts whichever way it goes', () => {
    const query = 'query ($yes: Boolean!) { book { author @include(if: $yes) { id } } }'
    expect([costOf(query, { yes: true }), costOf(query, { yes: false })]).toEqual([2, 2])
  })

  test('nested interfaces are reckoned in time that grows with the document', () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'id' : `related { ... on Thing { id ${nested(depth - 1)} } ... on Book { ${nested(depth - 1)} } }`
    const started = performance.now()
    expect(costOf(`{ thing { ${nested(6)} } }`)).toBe(9 + 2 ** 7 - 2)
    expect(performance.now() - started).toBeLessThan(5_000)
  })
})

describe('a budget', () => {
  const dear = '{ all { related { related { id } } } }' // 10 x (1 + 2 x (1 + 2))

  test('is kept over HTTP: the refusal tells the cost, and nothing is asked', async () => {
    const fixture = await startRouterFixture(world.sdl, { COST_BUDGET_STAFF: '69' })
    stack.defer(() => fixture.stop())
    const { cookie } = await fixture.signIn()
    world.subgraph('shelf').requests.length = 0
    const { status, body } = await fixture.ask(dear, { cookie })
    expect([status, body.data]).toEqual([400, undefined])
    expect(body.errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_EXPENSIVE', cost: 70, budget: 69 } }])
    expect(body.errors?.[0]?.message).toContain('70')
    expect(world.subgraph('shelf').requests).toEqual([])
    const cheap = await fixture.ask('{ all { id } }', { cookie, headers: { 'x-query-cost': '1' } })
    expect([cheap.status, cheap.headers.get('x-query-cost')]).toEqual([200, '10; budget=69'])
    expect((await fixture.ask('{ all { id } }', { cookie })).headers.get('x-query-cost')).toBeNull()
  })

  test('is kept over WebSockets', async () => {
    const fixture = await startRouterFixture(world.sdl, { COST_BUDGET_STAFF: '69' })
    stack.defer(() => fixture.stop())
    const client = await connect(`${fixture.router.url}/graphql`, { cookie: (await fixture.signIn()).cookie })
    stack.defer(() => client.socket.terminate())
    client.send({ type: 'connection_init' })
    await client.until(({ type }) => type === 'connection_ack')
    client.subscribe('1', dear)
    const refused = await client.until(({ type }) => type === 'error')
    expect(refused.payload).toMatchObject([{ extensions: { code: 'QUERY_TOO_EXPENSIVE', cost: 70, budget: 69 } }])
  })

  test('of whoever has not signed in is another', async () => {
    const fixture = await startRouterFixture(world.sdl, { COST_BUDGET_ANONYMOUS: '1' })
    stack.defer(() => fixture.stop())
    const [one, two] = [
      await fixture.ask('{ __schema { queryType { name } } }'),
      await fixture.ask('{ a: __schema { queryType { name } } b: __schema { queryType { name } } }'),
    ]
    expect([one.status, two.status]).toEqual([200, 400])
    expect(two.body.errors?.[0]?.extensions.code).toBe('QUERY_TOO_EXPENSIVE')
  })
})
