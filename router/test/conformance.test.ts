import fc from 'fast-check'
import type { ExecutionResult } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadSupergraph } from '../src/supergraph/supergraph.ts'
import { startStandalone, type Standalone } from '../src/standalone.ts'
import { serveWorld, type World } from './compose.ts'
import { randomQueries } from './random-query.ts'
import { runSingle, singleSchema } from './single-schema.ts'
import { library, singleResolvers as librarySingle } from './worlds/library.ts'
import { museum, singleResolvers as museumSingle } from './worlds/museum.ts'
import { shop, singleResolvers as shopSingle } from './worlds/shop.ts'
import { singleResolvers as travelSingle, travel } from './worlds/travel.ts'

/**
 * A federated answer must be what one schema over the same resolvers answers: the same data, and errors at the same
 * places. The queries are random but the same on every run, so that a failure is of a change and not of luck; to
 * search for more, change the seed and the number.
 */
const search = { numRuns: 150, seed: 20_261_124 }

const worlds = {
  library: {
    sources: library,
    resolvers: librarySingle,
    throwing: ['secret', 'motto'],
  },
  shop: {
    sources: shop,
    resolvers: shopSingle,
    throwing: [],
  },
  museum: { sources: museum, resolvers: museumSingle, throwing: [] },
  travel: { sources: travel, resolvers: travelSingle, throwing: [] },
}

const values = {
  id: ['i0', 'i2', 'i5', 'ada', 'bo', 'nobody', 'e1', 'e5'],
  first: [0, 1, 3],
  text: ['1', 'o', 'zz'],
  minPages: [0, 200],
  upc: ['u1', 'u4', 'none'],
  max: [0, 30],
  minYear: [1700, 1800],
  maxYear: [1850, 2000],
  loud: [true, false],
  from: [1, 20],
}

async function ask(url: string, query: string, variables: Record<string, unknown>) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  })
  return (await response.json()) as ExecutionResult & { extensions?: unknown }
}

const places = (result: ExecutionResult) =>
  [...new Set((result.errors ?? []).map(({ path }) => path?.join('.')))].sort()

const pairs = (['library', 'shop', 'museum', 'travel'] as const).flatMap((name) => [
  [name, 'apollo'] as const,
  [name, 'hive'] as const,
])

describe.each(pairs)('random queries over the %s, planned by %s', (name, planner) => {
  const { sources, resolvers, throwing } = worlds[name]
  let world: World
  let router: Standalone

  beforeAll(async () => {
    world = await serveWorld(sources)
    router = await startStandalone({ sdl: world.sdl, port: 0, planner })
  })
  afterAll(async () => {
    await router.stop()
    await world.stop()
  })

  test('answer as a single schema would, but for fields that throw', async () => {
    const { apiSchema } = loadSupergraph(world.sdl)
    const single = singleSchema(apiSchema, resolvers)
    const avoid = new Set<string>(throwing)
    let compared = 0
    await fc.assert(
      fc.asyncProperty(randomQueries(apiSchema, values, { avoid }), async ({ query, variables }) => {
        const expected = await runSingle(single, query, variables)
        if (expected.data === undefined) return // fields that cannot be merged: refused by both alike
        compared += 1
        expect(await ask(router.url, query, variables)).toEqual(JSON.parse(JSON.stringify(expected)))
      }),
      search,
    )
    expect(compared).toBeGreaterThan(search.numRuns / 2)
  }, 180_000)

  if (throwing.length === 0) return

  test('put nulls and errors where a single schema would', async () => {
    const { apiSchema } = loadSupergraph(world.sdl)
    const single = singleSchema(apiSchema, resolvers)
    await fc.assert(
      fc.asyncProperty(randomQueries(apiSchema, values, { maxDepth: 3 }), async ({ query, variables }) => {
        const expected = await runSingle(single, query, variables)
        if (expected.data === undefined) return
        const actual = await ask(router.url, query, variables)
        expect(actual.data).toEqual(JSON.parse(JSON.stringify(expected.data)))
        if (!expected.errors) expect(actual.errors).toBeUndefined()
        // Where a null takes many fields with it, how many of their errors are told is left to the executor.
        else expect(places(actual).length).toBeGreaterThan(0)
      }),
      search,
    )
  }, 180_000)
})
