import { decodeJwt } from 'jose'
import { identityHeader } from '@cma/runtime'
import { fileStack, waitUntil } from '@cma/testing'
import { beforeEach, expect, test } from 'vitest'
import { serveWorld } from './compose.ts'
import { startRouterFixture, type SignedIn } from './router-fixture.ts'
import type { SubgraphSource } from './serve-subgraph.ts'

// A subgraph whose every answer depends on who asks: the worst case for anything that is shared.
const mirror: SubgraphSource = {
  name: 'mirror',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { me: String! thing(id: ID!): Thing! }
    type Mutation { act: String! }
    type Thing @key(fields: "id") { id: ID! seenBy: String! }
  `,
  resolvers: {
    Query: { me: whoAsks, thing: (_: unknown, { id }: { id: string }) => ({ id }) },
    Mutation: { act: whoAsks },
    Thing: { __resolveReference: ({ id }: { id: string }) => ({ id }), seenBy: whoAsks },
  },
}
const other: SubgraphSource = {
  name: 'other',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { things: [Thing!]! }
    type Thing @key(fields: "id") { id: ID! }
  `,
  resolvers: { Query: { things: () => [{ id: '1' }, { id: '2' }] } },
}

function whoAsks(_parent: unknown, _args: unknown, context: { headers: Record<string, string> }): string {
  return String(decodeJwt(String(context.headers[identityHeader])).sub)
}

const stack = fileStack()
const world = await serveWorld([mirror, other])
stack.defer(() => world.stop())
const fixture = await startRouterFixture(world.sdl)
stack.defer(() => fixture.stop())
const subgraph = world.subgraph('mirror')

beforeEach(() => {
  subgraph.requests.length = 0
  delete subgraph.before
})

/** Holds all answers back until so many requests have arrived, so that they are all under way together. */
function untilTogether(count: number): void {
  const together = Promise.withResolvers<void>()
  let arrived = 0
  subgraph.before = () => {
    arrived += 1
    if (arrived >= count) together.resolve()
    return together.promise
  }
}

const seen = async ({ cookie }: SignedIn, query: string) => (await fixture.ask(query, { cookie })).body.data

test('the same question of two callers at once is asked twice, each with its own identity', async () => {
  const [ada, bo] = [await fixture.signIn(), await fixture.signIn()]
  untilTogether(2)
  const query = '{ me things { id seenBy } }'
  const [forAda, forBo] = await Promise.all([seen(ada, '{ me }'), seen(bo, '{ me }')])
  expect([forAda, forBo]).toEqual([{ me: ada.userId }, { me: bo.userId }])
  delete subgraph.before
  const [again, forBoAgain] = await Promise.all([seen(ada, query), seen(bo, query)])
  const things = (who: SignedIn) => ['1', '2'].map((id) => ({ id, seenBy: who.userId }))
  expect(again).toEqual({ me: ada.userId, things: things(ada) })
  expect(forBoAgain).toEqual({ me: bo.userId, things: things(bo) })
})

test('the same question of one caller at once is asked once', async () => {
  const ada = await fixture.signIn()
  const mayAnswer = Promise.withResolvers<void>()
  subgraph.before = () => mayAnswer.promise
  const answers = Promise.all(Array.from({ length: 20 }, () => seen(ada, '{ me }')))
  await waitUntil('the question', () => subgraph.requests.length > 0)
  // Most of the 20 are with the router once another request has made its whole way.
  await fixture.ask('{ things { id } }', { cookie: ada.cookie })
  mayAnswer.resolve()
  for (const answer of await answers) expect(answer).toEqual({ me: ada.userId })
  expect(subgraph.requests.length).toBeLessThan(10)
})

test('mutations are never shared', async () => {
  const ada = await fixture.signIn()
  untilTogether(3)
  await Promise.all([1, 2, 3].map(() => seen(ada, 'mutation { act }')))
  expect(subgraph.requests).toHaveLength(3)
})

test('a change of roles is a change of scope: what was asked before is not shared with what is asked after', async () => {
  const ada = await fixture.signIn()
  untilTogether(2)
  const before = seen(ada, '{ me }')
  await waitUntil('the question', () => subgraph.requests.length > 0)
  const centre = '01900000-0000-7000-8000-000000000001'
  await fixture.ports.keyValue.set(`grants:${ada.userId}`, JSON.stringify({ c: { [centre]: ['ADVISER'] }, n: {} }))
  await Promise.all([before, seen(ada, '{ me }')])
  const grants = subgraph.requests.map(({ headers }) => decodeJwt(String(headers[identityHeader]))['c'])
  expect(grants).toEqual([{}, { [centre]: ['ADVISER'] }])
})

test('under a storm of callers nobody sees what another sees', async () => {
  const callers = await Promise.all(Array.from({ length: 12 }, () => fixture.signIn()))
  const rounds = Array.from({ length: 25 }, () => callers).flat()
  const answers = await Promise.all(
    rounds.map((caller) => seen(caller, '{ me things { seenBy } thing(id: "1") { seenBy } }')),
  )
  answers.forEach((answer, index) => {
    const id = rounds[index]?.userId
    expect(answer).toEqual({ me: id, things: [{ seenBy: id }, { seenBy: id }], thing: { seenBy: id } })
  })
})

test('a question that comes after a change is not answered by one asked before it', async () => {
  const ada = await fixture.signIn()
  const second = await startRouterFixture(world.sdl, {}, fixture)
  stack.defer(() => second.stop())
  for (const writer of [fixture, second]) {
    subgraph.requests.length = 0
    const mayAnswer = Promise.withResolvers<void>()
    // Everything but the mutation is held back.
    subgraph.before = ({ query }) => (query.startsWith('mutation') ? undefined : mayAnswer.promise)
    const before = seen(ada, '{ me }')
    await waitUntil('the question before', () => subgraph.requests.length === 1)
    await writer.ask('mutation { act }', { cookie: ada.cookie })
    const after = seen(ada, '{ me }')
    await waitUntil('the question after to be asked anew', () => subgraph.requests.length === 3)
    mayAnswer.resolve()
    expect(await Promise.all([before, after])).toEqual([{ me: ada.userId }, { me: ada.userId }])
  }
})
