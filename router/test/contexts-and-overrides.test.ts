import { fileStack } from '@cma/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { startStandalone, type StandaloneOptions } from '../src/standalone.ts'
import { serveWorld } from './compose.ts'
import { museum } from './worlds/museum.ts'
import { travel } from './worlds/travel.ts'

/** What of `@fromContext` and of labelled `@override` shows in who is asked what; conformance.test.ts compares the answers. */
const stack = fileStack()
const travelWorld = await serveWorld(travel)
stack.defer(() => travelWorld.stop())
const museumWorld = await serveWorld(museum)
stack.defer(() => museumWorld.stop())

async function aRouter(options: Omit<StandaloneOptions, 'port'>) {
  const router = await startStandalone({ ...options, port: 0 })
  stack.defer(() => router.stop())
  return async (query: string): Promise<unknown> => {
    const response = await fetch(router.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    })
    return response.json()
  }
}

beforeEach(() => {
  for (const world of [travelWorld, museumWorld])
    for (const subgraph of world.subgraphs.values()) subgraph.requests.length = 0
})

describe.each(['apollo', 'hive'] as const)('planned by %s', (planner) => {
  test('a value from a context is asked for once for each different one, whatever lists lie between', async () => {
    const ask = await aRouter({ sdl: travelWorld.sdl, planner })
    const query = '{ agencies { offers { id neighbours { price } } partner { rooms { price } best { price } } } }'
    expect(await ask(query)).toEqual({
      data: {
        agencies: [
          {
            offers: [
              { id: 'r0', neighbours: [{ price: 'GBP 50' }, { price: 'GBP 250' }] },
              { id: 'r2', neighbours: [{ price: 'GBP 150' }, { price: 'GBP 50' }] },
            ],
            partner: { rooms: [{ price: 'GBP 100' }, { price: 'GBP 150' }], best: { price: 'GBP 100' } },
          },
          {
            offers: [
              { id: 'r1', neighbours: [{ price: 'EUR 100' }, { price: 'EUR 300' }] },
              { id: 'r3', neighbours: [{ price: 'EUR 200' }, { price: 'EUR 100' }] },
            ],
            partner: { rooms: [{ price: 'EUR 150' }, { price: 'EUR 200' }], best: { price: 'EUR 150' } },
          },
        ],
      },
    })
    const priced = travelWorld.subgraph('booking').requests.filter(({ query: asked }) => asked.includes('price'))
    // Offers' neighbours, rooms and the best room, in two currencies each: however many rooms there are.
    expect(priced.length).toBeLessThanOrEqual(6)
    expect(JSON.stringify(priced.map(({ variables }) => variables))).toMatch(/GBP.*EUR|EUR.*GBP/)
  })

  test('a context without a value gives null, and clients see nothing of the argument', async () => {
    const ask = await aRouter({ sdl: travelWorld.sdl, planner })
    expect(await ask('{ hotels { currency rooms { price } } }')).toMatchObject({
      data: {
        hotels: [
          { currency: null, rooms: [{ price: null }, { price: null }] },
          { currency: 'GBP', rooms: [{ price: 'GBP 100' }, { price: 'GBP 150' }] },
          { currency: 'EUR', rooms: [{ price: 'EUR 150' }, { price: 'EUR 200' }] },
        ],
      },
    })
    expect(await ask('{ hotels { rooms { price(in: "GBP") } } }')).toMatchObject({
      errors: [{ message: expect.stringContaining('Unknown argument "in"') as string }],
    })
  })

  test('a field on its way to another subgraph is answered there as soon as its label holds', async () => {
    const query = '{ exhibits(first: 1) { crate } }'
    const before = await aRouter({ sdl: museumWorld.sdl, planner })
    expect(await before(query)).toEqual({ data: { exhibits: [{ crate: 'crate 1' }] } })
    const after = await aRouter({ sdl: museumWorld.sdl, planner, overrideLabels: ['crates-moved'] })
    expect(await after(query)).toEqual({ data: { exhibits: [{ crate: 'moved crate 1' }] } })
  })
})
