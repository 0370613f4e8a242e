import { fileStack } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import type { Permissions } from '../src/authorize/field-rules.ts'
import { createGraph } from '../src/graph.ts'
import { createSubgraphs } from '../src/transport/subgraphs.ts'
import { serveWorld } from './compose.ts'
import type { SubgraphSource } from './serve-subgraph.ts'

const cases: SubgraphSource = {
  name: 'cases',
  sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes", "@policy"])
    type Query { open: String! me: User @authenticated case: Case! anything: [Anything!]! owned: Owned! audit: Audit must: Closed! }
    type Mutation { close: String @requiresScopes(scopes: [["cases:write"]]) open: String }
    interface Owned { id: ID! owner: String }
    type Case implements Owned @key(fields: "id") {
      id: ID! title: String! owner: String @policy(policies: [["DPO"], ["CENTRE_MANAGER", "AUDITOR"]])
      health: String @requiresScopes(scopes: [["health:read"], ["cases:all"]])
      notes: [Note!]!
    }
    type Note { id: ID! text: String! @requiresScopes(scopes: [["notes:read", "cases:read"]]) }
    type User { id: ID! }
    type Audit @policy(policies: [["AUDITOR"]]) { entry: String }
    type Closed { value: String! @authenticated }
    union Anything = Case | Audit
  `,
  resolvers: {
    Query: {
      open: () => 'open',
      me: () => ({ id: 'me' }),
      case: () => theCase,
      owned: () => ({ __typename: 'Case', ...theCase }),
      anything: () => [
        { __typename: 'Case', ...theCase },
        { __typename: 'Audit', entry: 'e' },
      ],
      audit: () => ({ entry: 'e' }),
      must: () => ({ value: 'v' }),
    },
    Mutation: { close: () => 'closed', open: () => 'opened' },
    Owned: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Anything: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
  },
}
const theCase = {
  id: '1',
  title: 't',
  owner: 'o',
  health: 'h',
  notes: [
    { id: 'n', text: 'x' },
    { id: 'm', text: 'y' },
  ],
}

const stack = fileStack()
const world = await serveWorld([cases])
stack.defer(() => world.stop())
const graph = createGraph({ sdl: world.sdl })
const subgraphs = createSubgraphs({ urls: graph.supergraph.routingUrls })
stack.defer(() => subgraphs.close())

const as = (options: { scopes?: string[]; policies?: string[]; authenticated?: boolean } = {}): Permissions => ({
  authenticated: options.authenticated ?? true,
  scopes: new Set(options.scopes),
  policies: new Set(options.policies),
})
const nobody = as({ authenticated: false })

async function run(query: string, permissions: Permissions, variables = {}) {
  const seen = world.subgraph('cases').requests
  seen.length = 0
  const runnable = graph.prepare({ query, variables }, permissions)
  if (Array.isArray(runnable)) return { errors: runnable, asked: [] }
  const text = await graph.execute(runnable, subgraphs.sendFor({ scope: undefined, headers: () => ({}) }))
  const { data, errors } = JSON.parse(text) as {
    data: unknown
    errors?: { path: unknown; extensions: { code: string } }[]
  }
  return {
    data,
    places: (errors ?? []).map(({ path, extensions }) => [path, extensions.code]),
    asked: seen.map((request) => request.query),
  }
}
const refused = 'UNAUTHORIZED_FIELD_OR_TYPE'

describe('a field that the caller may not see', () => {
  test('is null with an error, is not asked of the subgraph, and costs nothing else', async () => {
    const { data, places, asked } = await run('{ open me { id } }', nobody)
    expect(data).toEqual({ open: 'open', me: null })
    expect(places).toEqual([[['me'], refused]])
    expect(asked.join()).not.toContain('me')
    expect((await run('{ open me { id } }', as())).data).toEqual({ open: 'open', me: { id: 'me' } })
  })

  test.each([
    ['no scope', as(), null],
    ['another scope', as({ scopes: ['notes:read'] }), null],
    ['one of the ways', as({ scopes: ['cases:all'] }), 'h'],
    ['the other way', as({ scopes: ['health:read'] }), 'h'],
  ])('scopes: %s', async (_what, permissions, health) => {
    expect((await run('{ case { title health } }', permissions)).data).toEqual({ case: { title: 't', health } })
  })

  test.each([
    ['half of a pair', as({ policies: ['CENTRE_MANAGER'] }), null],
    ['the whole pair', as({ policies: ['CENTRE_MANAGER', 'AUDITOR'] }), 'o'],
    ['the single one', as({ policies: ['DPO'] }), 'o'],
  ])('policies: %s', async (_what, permissions, owner) => {
    expect((await run('{ case { owner } }', permissions)).data).toEqual({ case: { owner } })
  })

  test('through fragments, named and inline, on interfaces and unions', async () => {
    const query = `
      query { case { ...F } owned { id ... on Case { owner title } } anything { __typename ... on Case { health } ... on Audit { entry } } }
      fragment F on Case { ... { secret: health } title }
    `
    const { data, places, asked } = await run(query, as())
    expect(data).toEqual({
      case: { secret: null, title: 't' },
      owned: { id: '1', owner: null, title: 't' },
      anything: [
        { __typename: 'Case', health: null },
        { __typename: 'Audit', entry: null },
      ],
    })
    expect(places).toEqual([
      [['case', 'secret'], refused],
      [['owned', 'owner'], refused],
      [['anything', 'health'], refused],
      [['anything'], refused],
    ])
    for (const closed of ['health', 'owner', 'entry']) expect(asked.join()).not.toContain(closed)
  })

  test('an interface does not open what is closed on the type behind it', async () => {
    expect((await run('{ owned { id owner } }', as())).data).toEqual({ owned: { id: '1', owner: null } })
    expect((await run('{ owned { id owner } }', as({ policies: ['DPO'] }))).data).toEqual({
      owned: { id: '1', owner: 'o' },
    })
  })

  test('a type that is closed closes the fields that return it', async () => {
    expect((await run('{ audit { entry } }', as())).data).toEqual({ audit: null })
    expect((await run('{ audit { entry } }', as({ policies: ['AUDITOR'] }))).data).toEqual({ audit: { entry: 'e' } })
  })

  test('in a list there is one error for all elements, and where null is not possible the parents go', async () => {
    const { data, places } = await run('{ open case { notes { id text } } }', as())
    expect(data).toEqual(null)
    expect(places).toEqual([[['case', 'notes', 'text'], refused]])
    const must = await run('{ must { value } }', nobody)
    expect([must.data, must.places]).toEqual([null, [[['must', 'value'], refused]]])
  })

  test('mutations are not run', async () => {
    const { data, asked } = await run('mutation { close open }', as())
    expect(data).toEqual({ close: null, open: 'opened' })
    expect(asked.join()).not.toContain('close')
    expect((await run('mutation { close }', as())).asked).toEqual([])
    expect((await run('mutation { close }', as({ scopes: ['cases:write'] }))).data).toEqual({ close: 'closed' })
  })
})

test('plans of one caller are not used for another who may see less', async () => {
  const query = '{ case { health } }'
  for (let round = 0; round < 3; round++) {
    expect((await run(query, as({ scopes: ['cases:all'] }))).data).toEqual({ case: { health: 'h' } })
    expect((await run(query, as())).data).toEqual({ case: { health: null } })
  }
})
