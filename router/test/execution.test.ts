import { createServer, type Server } from 'node:http'
import { fileStack } from '@cma/testing'
import { parse } from 'graphql'
import { afterEach, describe, expect, test } from 'vitest'
import { createPlanner } from '../src/plan/planner.ts'
import { startStandalone } from '../src/standalone.ts'
import { loadSupergraph } from '../src/supergraph/supergraph.ts'
import { serveWorld } from './compose.ts'
import { library, log } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())

interface Answer {
  data?: Record<string, unknown> | null
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[]
  extensions?: Record<string, unknown>
}

async function aRouter(sdl = world.sdl, planner: 'apollo' | 'hive' = 'apollo') {
  const router = await startStandalone({ sdl, port: 0, planner })
  stack.defer(() => router.stop())
  return async (query: string, variables: Record<string, unknown> = {}, operationName?: string): Promise<Answer> => {
    const response = await fetch(router.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables, operationName }),
    })
    return (await response.json()) as Answer
  }
}

afterEach(() => {
  for (const subgraph of world.subgraphs.values()) {
    subgraph.requests.length = 0
    delete subgraph.before
  }
})

describe.each(['apollo', 'hive'] as const)('planned by %s', (planner) => {
  const ask = aRouter(world.sdl, planner)

  test('@requires sends what the field needs, also of nested fields and with arguments', async () => {
    const { data } = await (await ask)('{ items(first: 3) { id ... on Book { postage } ... on Magazine { postage } } }')
    expect(data).toEqual({
      items: [
        { id: 'i0', postage: 30 },
        { id: 'i1', postage: 34 },
        { id: 'i2', postage: 38 },
      ],
    })
  })

  test('a client may ask a required field with other arguments, under any key', async () => {
    const { data } = await (
      await ask
    )('{ book(id: "i3") { postage weight kilos: weight(unit: KG) postage2: postage } }')
    expect(data).toEqual({ book: { postage: 42, weight: 3000, kilos: 3, postage2: 42 } })
  })

  test('each different entity is asked for once', async () => {
    await (
      await ask
    )('{ notes { id writer { name } } }')
    const [request] = world.subgraph('people').requests
    expect(request?.variables['representations']).toHaveLength(4)
    expect(world.subgraph('people').requests).toHaveLength(1)
  })

  test('an interface object learns what it is from the subgraph that knows', async () => {
    const { data } = await (
      await ask
    )('{ latestNote { on { __typename id title ... on Book { pages } ... on Magazine { issue } } } }')
    expect(data).toEqual({ latestNote: { on: { __typename: 'Book', id: 'i3', title: 'Title "3"\n', pages: 300 } } })
  })

  test('an error of an entity is told at every place where the entity stands', async () => {
    const { data, errors } = await (await ask)('{ notes { id writer { id motto } } }')
    const places = errors?.map(({ path }) => path?.join('.'))
    expect(places?.toSorted()).toEqual(['notes.0.writer.motto', 'notes.4.writer.motto', 'notes.8.writer.motto'])
    expect(errors?.[0]?.extensions).toEqual({ code: 'DOWNSTREAM_SERVICE_ERROR', service: 'people' })
    expect((data!['notes'] as { writer: unknown }[])[0]?.writer).toEqual({ id: 'ada', motto: null })
  })

  test('null goes up to the nearest nullable parent, and no further', async () => {
    const { data, errors } = await (
      await ask
    )('{ item(id: "i0") { id ... on Book { next { id ... on Book { author { secret } } } } } }')
    expect(data).toEqual({ item: { id: 'i0', next: null } })
    expect(errors?.map(({ path }) => path)).toEqual([['item', 'next', 'author', 'secret']])
  })

  test('mutations run in the order of the document, over subgraphs', async () => {
    log.length = 0
    const { data } = await (
      await ask
    )(
      'mutation { a: record(text: "a") { position } b: annotate(text: "b") { position } c: record(text: "c") { position } d: annotate(text: "d") { text } }',
    )
    expect(log).toEqual(['catalogue:a', 'notes:b', 'catalogue:c', 'notes:d'])
    expect(data).toEqual({ a: { position: 1 }, b: { position: 2 }, c: { position: 3 }, d: { text: 'd' } })
  })

  test('questions about the schema are answered beside data, and know nothing of subgraphs', async () => {
    const { data } = await (
      await ask
    )(
      '{ ping ...S ... @skip(if: true) { __schema { description } } } fragment S on Query { t: __type(name: "Magazine") { name fields { name } } __typename }',
    )
    expect(data).toMatchObject({ ping: 'pong', t: { name: 'Magazine' }, __typename: 'Query' })
    const fields = (data!['t'] as { fields: { name: string }[] }).fields.map(({ name }) => name)
    expect(fields).toContain('postage')
    expect(fields).not.toContain('internalCode')
    const all = await (await ask)('{ __schema { types { name } directives { name } } }')
    expect(JSON.stringify(all.data)).not.toMatch(/join__|_Any|link__/)
  })

  test('conditions follow variables, and their defaults', async () => {
    const query = 'query ($x: Boolean = true) { person(id: "cy") { id email @include(if: $x) age @skip(if: $x) } }'
    expect((await (await ask)(query)).data).toEqual({ person: { id: 'cy', email: null } })
    expect((await (await ask)(query, { x: false })).data).toEqual({ person: { id: 'cy', age: 32 } })
    expect(await (await ask)('{ person(id: "cy") @skip(if: true) { id } }')).toEqual({ data: {} })
  })

  test('the operation named is the one that runs', async () => {
    const query = 'query A { ping } query B { person(id: "bo") { id } }'
    expect((await (await ask)(query, {}, 'B')).data).toEqual({ person: { id: 'bo' } })
    expect((await (await ask)(query)).errors?.[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE')
    expect((await (await ask)(query, {}, 'C')).errors?.[0]?.extensions['code']).toBe('OPERATION_RESOLUTION_FAILURE')
  })

  test('variables are checked before anything is asked', async () => {
    const answer = await (await ask)('query ($id: ID!) { person(id: $id) { id } }', {})
    expect(answer.errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
    expect(answer.data).toBeUndefined()
    expect(world.subgraph('people').requests).toEqual([])
  })

  test('a dead subgraph costs its own fields', async () => {
    const own = await serveWorld(library)
    stack.defer(() => own.stop())
    const askOwn = await aRouter(own.sdl, planner)
    await own.subgraph('people').stop()
    const { data, errors } = await askOwn(
      '{ item(id: "i0") { id title } person(id: "bo") { id name } latestNote { id writer { id age } } }',
    )
    expect(data).toEqual({
      item: { id: 'i0', title: 'Title "0"\n' },
      person: null,
      latestNote: { id: 'n8', writer: { id: 'ada', age: null } },
    })
    expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(
      expect.arrayContaining([
        [['person'], { code: 'SUBGRAPH_UNAVAILABLE', service: 'people' }],
        [['latestNote', 'writer'], { code: 'SUBGRAPH_UNAVAILABLE', service: 'people' }],
      ]),
    )
    await own.subgraph('people').start()
    expect((await askOwn('{ person(id: "bo") { id } }')).data).toEqual({ person: { id: 'bo' } })
  })
})

test.each(['apollo', 'hive'] as const)(
  'two fields may require one field with different arguments (%s)',
  async (planner) => {
    const ask = await aRouter(world.sdl, planner)
    const { data } = await ask('{ book(id: "i3") { label postage weight } }')
    expect(data).toEqual({ book: { label: 'i3:3000', postage: 42, weight: 3000 } })
    expect(
      await ask('{ items(first: 2) { id ... on Book { label postage } ... on Magazine { postage weight } } }'),
    ).toEqual({
      data: {
        items: [
          { id: 'i0', label: 'i0:0', postage: 30 },
          { id: 'i1', label: 'i1:1000', postage: 34 },
        ],
      },
    })
  },
)

describe.each(['apollo', 'hive'] as const)('what happens once, planned by %s, with two such fields', (planner) => {
  test('a mutation', async () => {
    const ask = await aRouter(world.sdl, planner)
    log.length = 0
    expect(await ask('mutation { reprint(id: "i3") { label postage title } }')).toMatchObject({
      data: { reprint: { label: 'i3:3000', postage: 42 } },
    })
    expect(log).toEqual(['reprint:i3'])
  })

  test('an event of a subscription', () => {
    const planned = createPlanner(planner, loadSupergraph(world.sdl), [])
    const text = 'subscription { reprinted(id: "i3") { label postage } }'
    const { primary } = planned({ document: parse(text), text })
    expect(primary?.operation).toMatch(/cma_part1_weight: weight\(unit: (G|KG)\)/)
    expect(primary?.operation.match(/reprinted/g)).toHaveLength(2)
  })
})

test('aliases that name what every object inherits are answered like any other', async () => {
  const ask = await aRouter()
  const { data } = await ask('{ constructor: ping toString: person(id: "bo") { valueOf: id hasOwnProperty: email } }')
  expect(data).toEqual({ constructor: 'pong', toString: { valueOf: 'bo', hasOwnProperty: 'bo@library.example' } })
  const refused = await ask('{ __proto__: ping }')
  expect(refused.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
})

// A subgraph that answers whatever a test says, to see what the router makes of it.
describe('answers that are not as they should be', () => {
  let server: Server | undefined
  let answer: (body: { query: string; variables: Record<string, unknown> }) => { status?: number; text: string }

  async function ask(query: string, sdl: string): Promise<Answer> {
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { status = 200, text } = answer(JSON.parse(Buffer.concat(chunks).toString()))
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(text)
      })
    })
    await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    return (await aRouter(sdl.replaceAll('URL', `http://127.0.0.1:${port}/graphql`)))(query)
  }

  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  // As composition writes it, for one subgraph; the enum value HIDDEN and the type Secret are not for clients.
  const sdl = `
    schema @link(url: "https://specs.apollo.dev/link/v1.0") @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION) @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
    directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
    directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
    directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String, contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
    directive @join__graph(name: String!, url: String!) on ENUM_VALUE
    directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
    directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
    directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
    directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
    input join__ContextArgument { name: String! type: String! context: String! selection: join__FieldValue! }
    scalar join__FieldSet
    scalar join__FieldValue
    enum join__Graph { ONE @join__graph(name: "one", url: "URL") }
    scalar link__Import
    enum link__Purpose { SECURITY EXECUTION }
    type Query @join__type(graph: ONE) { thing: Thing things: [Thing!] any: Any must: Thing! colour: Colour colours: [Colour!] }
    type Thing @join__type(graph: ONE) { id: ID! count: Int flag: Boolean ratio: Float name: String colour: Colour must: String! }
    type Secret @join__type(graph: ONE) @inaccessible { id: ID! }
    union Any @join__type(graph: ONE) @join__unionMember(graph: ONE, member: "Thing") @join__unionMember(graph: ONE, member: "Secret") = Thing | Secret
    enum Colour @join__type(graph: ONE) { RED @join__enumValue(graph: ONE) HIDDEN @join__enumValue(graph: ONE) @inaccessible }
  `
  const data = (value: unknown) => () => ({ text: JSON.stringify({ data: value }) })

  test('an enum value that clients must not see is null, and no error', async () => {
    answer = data({ thing: { id: '1', colour: 'HIDDEN' }, colour: 'RED' })
    const result = await ask('{ thing { id colour } colour }', sdl)
    expect(result.data).toEqual({ thing: { id: '1', colour: null }, colour: 'RED' })
    expect(result.errors).toBeUndefined()
    expect(JSON.stringify(result)).not.toContain('HIDDEN')
    expect(result.extensions).toMatchObject({ valueCompletion: [{ path: ['thing', 'colour'] }] })
  })

  test('where it must not be null, the parent is, with an error', async () => {
    answer = data({ colours: ['RED', 'HIDDEN'] })
    const result = await ask('{ colours }', sdl)
    expect(result.data).toEqual({ colours: null })
    expect(result.errors).toMatchObject([{ path: ['colours', 1], extensions: { code: 'UNEXPECTED_NULL' } }])
  })

  test('an object of a hidden type is null', async () => {
    answer = data({ any: { __typename: 'Secret', id: '1' } })
    expect((await ask('{ any { ... on Thing { id } } }', sdl)).data).toEqual({ any: null })
  })

  test('values of the wrong type are null, the rest stands', async () => {
    answer = data({
      thing: { id: 7, count: '3', flag: 'yes', ratio: 2, name: 'a"\u2028\ud800' },
      things: { no: 'list' },
    })
    const result = await ask('{ thing { id count flag ratio name } things { id } }', sdl)
    expect(result.data).toEqual({
      thing: { id: '7', count: null, flag: null, ratio: 2, name: 'a"\u2028\ud800' },
      things: null,
    })
  })

  test('a missing value that must not be null takes its parents with it, with one error', async () => {
    answer = data({ things: [{ id: '1', must: 'x' }, { id: '2' }] })
    const result = await ask('{ things { id must } }', sdl)
    expect(result.data).toEqual({ things: null })
    expect(result.errors).toMatchObject([{ path: ['things', 1, 'must'], extensions: { code: 'UNEXPECTED_NULL' } }])
  })

  test('an error that is told already is not told twice', async () => {
    answer = () => ({
      text: JSON.stringify({
        data: null,
        errors: [
          { message: 'no', path: ['must'], extensions: { code: 'X', stacktrace: ['secret.ts'], exception: {} } },
        ],
      }),
    })
    const result = await ask('{ must { id } }', sdl)
    expect(result).toEqual({
      data: null,
      errors: [{ message: 'no', path: ['must'], extensions: { code: 'X', service: 'one' } }],
    })
  })

  test.each([
    ['not JSON', 'hello'],
    ['an empty body', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['neither data nor errors', '{}'],
    ['data that is no object', '{"data":[1]}'],
    ['errors that are no list', '{"errors":"x"}'],
  ])('%s is an invalid response', async (_what, text) => {
    answer = () => ({ text })
    const result = await ask('{ thing { id } colour }', sdl)
    expect(result.data).toEqual({ thing: null, colour: null })
    expect(result.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['thing'], 'SUBGRAPH_INVALID_RESPONSE'],
      [['colour'], 'SUBGRAPH_INVALID_RESPONSE'],
    ])
  })

  test('a proxy in between that answers 502 is an unavailable subgraph', async () => {
    answer = () => ({ status: 502, text: '<html>' })
    expect((await ask('{ colour }', sdl)).errors?.[0]?.extensions['code']).toBe('SUBGRAPH_UNAVAILABLE')
  })

  test('keys of a prototype in an answer change nothing', async () => {
    answer = () => ({ text: '{"data":{"thing":{"id":"1","__proto__":{"polluted":true},"constructor":{"x":1}}}}' })
    expect((await ask('{ thing { id } }', sdl)).data).toEqual({ thing: { id: '1' } })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})
