import { AsyncLocalStorage } from 'node:async_hooks'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { aViewer, fileStack, startSubgraph, type TestDatabase, type TestSubgraph } from '@cma/testing'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { aProbeDatabase, aThing } from '../probe/probe-database.ts'
import { probe, PrismaClient } from '../probe/probe.ts'
import { createContext } from './context.ts'
import { viewerOf } from './viewer.ts'

// The attack: of two callers who ask for the same rows in the same tick, one may see them and one may not.
// Prisma merges look-ups by unique key of one tick into one statement, so a client that requests share answers both.
const stack = fileStack()
let database: TestDatabase
let subgraph: TestSubgraph<PrismaClient>
beforeAll(async () => {
  const made = await aProbeDatabase()
  database = stack.use(made.database)
  subgraph = stack.use(
    await startSubgraph(probe, { database, environment: { ...made.environment, DATABASE_LANES: '20' } }),
  )
})

const rounds = 100

/** Owner and stranger ask for the owner's thing at the same time, a hundred times; counts what each got. */
async function attack(
  ask: (centreId: string, thingId: string) => Promise<unknown>,
): Promise<{ own: number; leaked: number }> {
  const [mine, strange] = [await aThing(database), await aThing(database)]
  const answers = await Promise.all(
    Array.from({ length: rounds }, async () =>
      Promise.all([ask(mine.centreId, mine.id), ask(strange.centreId, mine.id)]),
    ),
  )
  return {
    own: answers.filter(([own]) => own !== null).length,
    leaked: answers.filter(([, leaked]) => leaked !== null).length,
  }
}

test('lanes: no row of another centre, with look-ups of one tick', async () => {
  const result = await attack(async (centreId, thingId) => {
    const viewer = viewerOf(aViewer({ at: { id: centreId } }), () => [])
    const { services } = subgraph
    const ctx = createContext({
      viewer,
      services,
      askGraph: () => Promise.reject(new Error('not here')),
      createLoaders: () => undefined,
    })
    try {
      return await ctx.read((db) => db.thing.findUnique({ where: { id: thingId } }))
    } finally {
      await ctx.releaseLane()
    }
  })
  expect(result).toEqual({ own: rounds, leaked: 0 })
})

test('over HTTP: no row of another centre', async () => {
  const result = await attack(async (centreId, id) => {
    const { thing } = await subgraph
      .as(aViewer({ at: { id: centreId } }))
      .ask<{ thing: unknown }>('query ($id: ID!) { thing(id: $id) { id } }', { id })
    return thing
  })
  expect(result).toEqual({ own: rounds, leaked: 0 })
})

test('the attack bites: a shared client with the scope in AsyncLocalStorage leaks', async () => {
  const scope = new AsyncLocalStorage<string>()
  const pool = new pg.Pool({ connectionString: database.urlAs('cases_app'), max: 5 })
  const inner = new PrismaPg(pool, { schema: 'probe' })
  const factory: SqlDriverAdapterFactory = {
    provider: inner.provider,
    adapterName: inner.adapterName,
    async connect() {
      const adapter = await inner.connect()
      const queryRaw: typeof adapter.queryRaw = async (query) => {
        const tx = await adapter.startTransaction()
        try {
          await tx.queryRaw({
            sql: `select app.enter('USER', 'somebody', $1::jsonb)::text`,
            args: [JSON.stringify({ c: { [scope.getStore()!]: ['ADVISER'] } })],
            argTypes: [{ scalarType: 'string', arity: 'scalar' }],
          })
          return await tx.queryRaw(query)
        } finally {
          await tx.executeRaw({ sql: 'commit', args: [], argTypes: [] })
          await tx.commit()
        }
      }
      return Object.assign(Object.create(adapter) as typeof adapter, { queryRaw })
    },
  }
  const shared = new PrismaClient({ adapter: factory })
  const { leaked } = await attack((centreId, id) =>
    scope.run(centreId, async () => shared.thing.findUnique({ where: { id } })),
  )
  expect(leaked).toBeGreaterThan(0)
  await shared.$disconnect()
  await pool.end()
})
