import { decodeJwt } from 'jose'
import { createLogger, createResultChanges, entityTag, identityHeader, tagsOfEvent } from '@cma/runtime'
import { connectRedis } from '@cma/runtime/redis-connection'
import { createRedisResults } from '@cma/runtime/redis-results'
import { aRedis, fileStack, waitUntil } from '@cma/testing'
import { beforeEach, expect, test } from 'vitest'
import { allPermissions } from '../src/authorize/field-rules.ts'
import { createResultCache, type Outcome } from '../src/cache/result-cache.ts'
import { createLiveGraph } from '../src/live-graph.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture, type SignedIn } from './router-fixture.ts'
import type { SubgraphSource } from './serve-subgraph.ts'

const head = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
  @link(url: "https://casework.example/specs/results/v1.0", import: ["@cacheControl", "CacheControlScope"])
  @composeDirective(name: "@cacheControl")
directive @cacheControl(maxAge: Int!, scope: CacheControlScope = PRIVATE, tags: [String!]) on OBJECT | FIELD_DEFINITION
enum CacheControlScope { PUBLIC PRIVATE }
`
type Person = { id: string; name: string; centreId: string }
const data = new Map<string, Person>()

/** Says in each answer who asked, so that whatever is shared shows. */
const people: SubgraphSource = {
  name: 'people',
  sdl: `${head}
    type Query {
      person(id: ID!): Person @cacheControl(maxAge: 60, tags: ["Person:{$args.id}"])
      staff(centreId: ID!): [Person!]! @cacheControl(maxAge: 60, tags: ["Person@{$args.centreId}"])
      form(id: ID!): Form @cacheControl(maxAge: 60, scope: PUBLIC, tags: ["Form:{$args.id}"])
      now: String!
    }
    type Mutation { rename(id: ID!, name: String!): Person! hire(id: ID!, centreId: ID!): Person! }
    type Person @key(fields: "id") @cacheControl(maxAge: 60) {
      id: ID!
      name: String!
      seenBy: String!
      greeting(word: String = "Hello"): String!
      mood: String! @cacheControl(maxAge: 0)
    }
    type Form @key(fields: "id") @cacheControl(maxAge: 60, scope: PUBLIC) { id: ID! title: String! }`,
  resolvers: {
    Query: {
      person: (_: unknown, { id }: { id: string }) => data.get(id) ?? null,
      staff: (_: unknown, { centreId }: { centreId: string }) =>
        [...data.values()].filter((person) => person.centreId === centreId),
      form: (_: unknown, { id }: { id: string }) => ({ id, title: `Form ${id}` }),
      now: () => 'now',
    },
    Mutation: {
      rename: (_: unknown, { id, name }: Person) => changed({ ...data.get(id)!, name }),
      hire: (_: unknown, { id, centreId }: Person) => changed({ id, name: `New ${id}`, centreId }),
    },
    Person: {
      __resolveReference: ({ id }: { id: string }) => data.get(id) ?? null,
      seenBy: whoAsks,
      greeting: ({ name }: Person, { word }: { word: string }) => `${word} ${name}`,
      mood: () => 'fine',
    },
    Form: { __resolveReference: ({ id }: { id: string }) => ({ id, title: `Form ${id}` }) },
  },
}
const rota: SubgraphSource = {
  name: 'rota',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Query { onDuty(ids: [ID!]!): [Person]! }
    type Person @key(fields: "id", resolvable: false) { id: ID! }`,
  resolvers: { Query: { onDuty: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ({ id })) } },
}

function whoAsks(_parent: unknown, _args: unknown, context: { headers: Record<string, string> }): string {
  const token = context.headers[identityHeader]
  return token ? String(decodeJwt(token).sub) : 'nobody'
}

const stack = fileStack()
const world = await serveWorld([people, rota])
stack.defer(() => world.stop())
const fixture = await startRouterFixture(world.sdl)
stack.defer(() => fixture.stop())
const subgraph = world.subgraph('people')
const logger = createLogger({ name: 'test', level: 'silent' })
const changes = createResultChanges({ results: fixture.ports.results, subgraph: 'people', logger })

/** As a command of the runtime changes. */
async function changed(person: Person): Promise<Person> {
  return changes.around(
    tagsOfEvent({ entities: [{ type: 'Person', id: person.id }], centreId: person.centreId }),
    async () => {
      data.set(person.id, person)
      return person
    },
  )
}

beforeEach(() => {
  data.clear()
  for (const id of ['ann', 'bob', 'cat', 'dee']) data.set(id, { id, name: `Name of ${id}`, centreId: 'north' })
  changes.renewAll()
  subgraph.requests.length = 0
})

const asked = () => subgraph.requests.length
const representations = () =>
  subgraph.requests.map(({ variables }) =>
    ((variables['representations'] ?? []) as { id: string }[]).map(({ id }) => id),
  )
const ask = async ({ cookie }: SignedIn, query: string, variables: Record<string, unknown> = {}) => {
  const { body } = await fixture.ask(query, { cookie, variables })
  expect(body.errors).toBeUndefined()
  return body.data!
}

test('an answer is remembered for the one who asked, and for nobody else', async () => {
  const [one, other] = [await fixture.signIn(), await fixture.signIn()]
  const query = '{ person(id: "ann") { name seenBy } }'
  for (const viewer of [one, one, other, one, other])
    expect(await ask(viewer, query)).toEqual({ person: { name: 'Name of ann', seenBy: viewer.userId } })
  expect(asked()).toBe(2)
  // Another role is another scope: what was remembered before it is left alone.
  await fixture.ports.keyValue.set(`grants:${one.userId}`, JSON.stringify({ c: { north: ['ADVISER'] }, n: {} }))
  await ask(one, query)
  expect(asked()).toBe(3)
})

test('public answers are remembered for all', async () => {
  for (const viewer of [await fixture.signIn(), await fixture.signIn()])
    expect(await ask(viewer, '{ form(id: "7") { title } }')).toEqual({ form: { title: 'Form 7' } })
  expect(asked()).toBe(1)
  expect(await ask(await fixture.signIn(), '{ form(id: "8") { title } }')).toEqual({ form: { title: 'Form 8' } })
  expect(asked()).toBe(2)
})

test('only entities that are not remembered are asked for, and all stand in their places', async () => {
  const viewer = await fixture.signIn()
  const query = 'query ($ids: [ID!]!) { onDuty(ids: $ids) { id name } }'
  const named = (...ids: string[]) => ({ onDuty: ids.map((id) => ({ id, name: `Name of ${id}` })) })
  expect(await ask(viewer, query, { ids: ['ann', 'cat'] })).toEqual(named('ann', 'cat'))
  expect(await ask(viewer, query, { ids: ['bob', 'ann', 'dee', 'cat', 'ann'] })).toEqual(
    named('bob', 'ann', 'dee', 'cat', 'ann'),
  )
  expect(await ask(viewer, query, { ids: ['dee', 'bob'] })).toEqual(named('dee', 'bob'))
  expect(representations()).toEqual([
    ['ann', 'cat'],
    ['bob', 'dee'],
  ])
})

test('a change is seen by the next question, and only what it touched is asked again', async () => {
  const viewer = await fixture.signIn()
  const query = '{ onDuty(ids: ["ann", "bob"]) { id name } }'
  await ask(viewer, query)
  const rename = 'mutation { rename(id: "ann", name: "Anna") { name } }'
  expect(await ask(viewer, rename)).toEqual({ rename: { name: 'Anna' } })
  expect(await ask(viewer, query)).toMatchObject({ onDuty: [{ name: 'Anna' }, { name: 'Name of bob' }] })
  expect(representations().filter((ids) => ids.length > 0)).toEqual([['ann', 'bob'], ['ann']])
})

test('a list is remembered until something is added to it; another centre stays remembered', async () => {
  const viewer = await fixture.signIn()
  const staff = async (centreId: string) => {
    const answer = await ask(viewer, 'query ($id: ID!) { staff(centreId: $id) { id } }', { id: centreId })
    return (answer['staff'] as { id: string }[]).map(({ id }) => id)
  }
  expect(await staff('south')).toEqual([])
  for (const _ of [1, 2]) expect(await staff('north')).toEqual(['ann', 'bob', 'cat', 'dee'])
  expect(asked()).toBe(2)
  await ask(viewer, 'mutation { hire(id: "eve", centreId: "north") { id } }')
  expect(await staff('north')).toEqual(['ann', 'bob', 'cat', 'dee', 'eve'])
  expect(await staff('south')).toEqual([])
  expect(asked()).toBe(4)
})

test('whatever the answer depends on parts what is remembered', async () => {
  const viewer = await fixture.signIn()
  const query = 'query ($w: String) { person(id: "ann") { greeting(word: $w) } }'
  const greeting = async (variables: Record<string, unknown>) => {
    const { person } = await ask(viewer, query, variables)
    return (person as { greeting: string }).greeting
  }
  for (const _ of [1, 2]) {
    expect(await greeting({ w: 'Hi' })).toBe('Hi Name of ann')
    expect(await greeting({ w: 'Ho' })).toBe('Ho Name of ann')
    expect(await greeting({})).toBe('Hello Name of ann')
    expect(await greeting({ w: null })).toBe('null Name of ann')
  }
  expect(asked()).toBe(4)
  // The same question in other words is the same.
  await ask(viewer, 'query Again($x: String) { person(id: "ann") { greeting(word: $x) } }', { x: 'Hi' })
  expect(asked()).toBe(4)
})

test('what did not opt in is always asked, and so is what was not found', async () => {
  const viewer = await fixture.signIn()
  for (const query of ['{ now }', '{ person(id: "ann") { mood } }', '{ person(id: "nobody") { name } }']) {
    const before = asked()
    for (const _ of [1, 2]) await ask(viewer, query)
    expect(asked() - before, query).toBe(2)
  }
  const missing = '{ onDuty(ids: ["nobody"]) { name } }'
  for (const _ of [1, 2]) await fixture.ask(missing, { cookie: viewer.cookie })
  expect(asked()).toBe(8)
})

test('an answer with an error is not remembered', async () => {
  const viewer = await fixture.signIn()
  data.set('odd', { id: 'odd', name: undefined as unknown as string, centreId: 'north' })
  const query = '{ onDuty(ids: ["odd", "ann"]) { id name } }'
  for (const _ of [1, 2]) {
    const { body } = await fixture.ask(query, { cookie: viewer.cookie })
    expect(body.errors?.length).toBeGreaterThan(0)
  }
  expect(representations()).toEqual([
    ['odd', 'ann'],
    ['odd', 'ann'],
  ])
})

test('with the other planner the same holds, also where it asks for several groups of entities at once', async () => {
  const hive = await startRouterFixture(world.sdl, { PLANNER: 'hive' }, fixture)
  stack.defer(() => hive.router.stop())
  const { cookie } = await fixture.signIn()
  const query = `query ($a: [ID!]!, $b: [ID!]!, $w: String) {
    first: onDuty(ids: $a) { id name }
    second: onDuty(ids: $b) { id greeting(word: $w) }
    person(id: "ann") { name }
  }`
  const answer = async (a: string[], b: string[], w: string) =>
    (await hive.ask(query, { cookie, variables: { a, b, w } })).body
  const expected = (a: string[], b: string[], w: string) => ({
    data: {
      first: a.map((id) => ({ id, name: `Name of ${id}` })),
      second: b.map((id) => ({ id, greeting: `${w} Name of ${id}` })),
      person: { name: 'Name of ann' },
    },
  })
  for (const asked of [
    [['ann', 'bob'], ['cat'], 'Hi'],
    [['bob', 'dee', 'ann'], ['cat', 'ann'], 'Hi'],
    [['dee', 'bob'], ['cat'], 'Ho'],
    [['dee', 'bob'], ['cat', 'ann'], 'Hi'],
  ] as [string[], string[], string][])
    expect(await answer(...asked)).toEqual(expected(...asked))
  const ids = subgraph.requests.map(({ variables }) =>
    Object.values(variables)
      .filter((value) => Array.isArray(value))
      .flat()
      .map(({ id }: { id: string }) => id)
      .toSorted(),
  )
  expect(ids.filter((list) => list.length > 0).map((list) => list.join(' '))).toEqual(
    expect.arrayContaining(['ann dee', 'cat']),
  )
  const before = subgraph.requests.length
  await answer(['dee', 'bob'], ['cat', 'ann'], 'Hi')
  expect(subgraph.requests.length).toBe(before)
})

test('switched off, nothing is remembered', async () => {
  const off = await startRouterFixture(world.sdl, { RESULT_CACHE: '0' }, fixture)
  stack.defer(() => off.router.stop())
  const viewer = await fixture.signIn()
  for (const _ of [1, 2]) await off.ask('{ person(id: "ann") { name } }', { cookie: viewer.cookie })
  expect(asked()).toBe(2)
})

test('in Redis everything is sealed and every key hashed; damaged or moved, a value is not used', async () => {
  const { url } = stack.use(await aRedis())
  const connection = connectRedis(url, logger)
  stack.defer(() => connection.close())
  const redis = connection.commands
  const outcomes: Outcome[] = []
  const open = async (secret: string) => {
    const results = createRedisResults(url)
    const observe = (outcome: Outcome) => void outcomes.push(outcome)
    const cache = createResultCache({ results, secret, subgraphs: () => ['people', 'rota'], observe, localSize: 0 })
    const live = createLiveGraph(world.sdl, { graph: {}, transport: { recallFor: cache.recallFor }, urls: {} })
    stack.defer(async () => {
      cache.stop()
      results.close()
      await live.close()
    })
    await waitUntil('the store is believed', cache.active)
    return async (query: string) => {
      const { graph, subgraphs } = live.current()
      const runnable = graph.prepare({ query, variables: {} }, allPermissions)
      if (Array.isArray(runnable)) throw new Error('not valid')
      outcomes.length = 0
      const send = subgraphs.sendFor({ scope: 'scope of viewer', headers: () => ({}) })
      return [await graph.execute(runnable, send), ...outcomes]
    }
  }
  const [one, twin, stranger] = [await open('secret'), await open('secret'), await open('another secret')]
  const [ann, bob] = ['{ onDuty(ids: ["ann"]) { name } }', '{ onDuty(ids: ["bob"]) { name } }']
  const answers = {
    ann: '{"data":{"onDuty":[{"name":"Name of ann"}]}}',
    bob: '{"data":{"onDuty":[{"name":"Name of bob"}]}}',
  }
  expect(await one(ann)).toEqual([answers.ann, 'miss'])
  expect(await one(bob)).toEqual([answers.bob, 'miss'])
  await waitUntil('both are stored', async () => (await redis.keys('results:value:*')).length === 2)
  expect(await twin(ann)).toEqual([answers.ann, 'hit'])
  expect(await stranger(ann)).toEqual([answers.ann, 'miss'])

  const keys = (await redis.keys('*')).toSorted()
  for (const key of keys) {
    const value = await redis.getBuffer(key)
    for (const secret of ['ann', 'Name', 'scope of viewer', 'onDuty'])
      expect([key.includes(secret), value?.includes(secret)], `${key} ${secret}`).toEqual([false, false])
    expect(await redis.pttl(key)).toBeGreaterThan(0)
  }
  expect(keys).toContain(entityTag('Person', 'ann'))

  const mine = keys.filter((key) => key.startsWith('results:value:'))
  const values = await Promise.all(mine.map((key) => redis.getBuffer(key)))
  // Each value under the key of another: whoever can write to Redis still can't show one person's data to the next.
  for (const [at, key] of mine.entries()) await redis.set(key, values[(at + 1) % values.length]!)
  expect(await twin(ann)).toEqual([answers.ann, 'miss'])
  for (const key of mine) await redis.set(key, Buffer.from('nonsense'))
  expect(await twin(bob)).toEqual([answers.bob, 'miss'])
})
