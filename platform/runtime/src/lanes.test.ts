import { aDatabase, aViewer, fileStack, waitUntil, type TestDatabase } from '@cma/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { aProbeDatabase, aThing } from '../probe/probe-database.ts'
import { PrismaClient } from '../probe/probe.ts'
import { createLanes } from './lanes.ts'
import { newId } from './new-id.ts'
import { createRequestReads } from './request-reads.ts'
import { systemActor, viewerOf } from './viewer.ts'

const stack = fileStack()
let database: TestDatabase
beforeAll(async () => {
  database = stack.use((await aProbeDatabase()).database)
})

function someLanes(size: number, waitMs = 5_000) {
  const lanes = createLanes({
    url: database.urlAs('cases_app'),
    schema: 'probe',
    createClient: (adapter) => new PrismaClient({ adapter }),
    size,
    waitMs,
  })
  stack.defer(() => lanes.close())
  return lanes
}
const memberOf = (centreId: string) => viewerOf(aViewer({ at: { id: centreId } }), () => [])

test('all reads of a request see one snapshot; a new lease sees what changed', async () => {
  const thing = await aThing(database)
  const reads = createRequestReads(someLanes(1), memberOf(thing.centreId))
  const label = async () => (await reads.read((db) => db.thing.findUnique({ where: { id: thing.id } })))?.label
  expect(await label()).toBe('a thing')
  await database.query(`update probe.thing set label = 'changed' where id = $1`, [thing.id])
  expect(await label()).toBe('a thing')
  await reads.release()
  expect(await label()).toBe('changed')
  await reads.release()
})

test('a read cannot write', async () => {
  const thing = await aThing(database)
  const reads = createRequestReads(someLanes(1), memberOf(thing.centreId))
  await expect(
    reads.read((db) => db.thing.update({ where: { id: thing.id }, data: { label: 'changed' } })),
  ).rejects.toThrow(/read-only/)
  await reads.release()
})

test('a lane that is used again shows nothing of the request before', async () => {
  const [one, two] = [await aThing(database), await aThing(database)]
  const lanes = someLanes(1)
  for (const { centreId, id } of [one, two, one]) {
    const reads = createRequestReads(lanes, memberOf(centreId))
    expect((await reads.read((db) => db.thing.findMany())).map((row) => row.id)).toEqual([id])
    await reads.release()
  }
})

describe('a connection that is lost', () => {
  test('fails the request instead of giving an empty answer, and the lane works for the next', async () => {
    const thing = await aThing(database)
    const lanes = someLanes(1)
    const reads = createRequestReads(lanes, memberOf(thing.centreId))
    const find = () => reads.read((db) => db.thing.findUnique({ where: { id: thing.id } }))
    const [{ pid }] = await reads.read((db) => db.$queryRaw<[{ pid: number }]>`select pg_backend_pid() as pid`)
    await database.query('select pg_terminate_backend($1)', [pid])
    await waitUntil(
      'the connection is gone',
      async () => (await database.query('select from pg_stat_activity where pid = $1', [pid])).length === 0,
    )
    await expect(find()).rejects.toThrow()
    await expect(find()).rejects.toThrow() // also once it has a new connection
    await reads.release()
    expect(await find()).toMatchObject({ id: thing.id })
    await reads.release()
  })

  test('in a change rolls it back and says so', async () => {
    const thing = await aThing(database)
    const lanes = someLanes(1)
    const change = lanes.inTransaction(memberOf(thing.centreId), async (db) => {
      await db.thing.update({ where: { id: thing.id }, data: { label: 'changed' } })
      const [{ pid }] = await db.$queryRaw<[{ pid: number }]>`select pg_backend_pid() as pid`
      await database.query('select pg_terminate_backend($1)', [pid])
      await waitUntil(
        'the connection is gone',
        async () => (await database.query('select from pg_stat_activity where pid = $1', [pid])).length === 0,
      )
    })
    await expect(change).rejects.toThrow()
    expect(await database.query('select label from probe.thing where id = $1', [thing.id])).toEqual([
      { label: 'a thing' },
    ])
  })
})

test('when all lanes are taken the next request waits its turn, and not for ever', async () => {
  const lanes = someLanes(1, 50)
  const lane = await lanes.lease()
  await expect(lanes.lease()).rejects.toThrow(/within 50 ms/)
  const waiting = lanes.lease()
  lanes.giveBack(lane)
  expect(await waiting).toBe(lane)
  lanes.giveBack(lane)
})

test('a request whose lane is not held gives it back after each read', async () => {
  const thing = await aThing(database)
  const lanes = someLanes(1, 1_000)
  const reads = createRequestReads(lanes, memberOf(thing.centreId), { holdLane: false })
  for (let at = 0; at < 3; at += 1) {
    expect(await reads.read((db) => db.thing.count())).toBe(1)
    lanes.giveBack(await lanes.lease()) // would fail were it held
  }
})

test('a query that outlives its request reaches nobody else', async () => {
  const [one, two] = [await aThing(database), await aThing(database)]
  const lanes = someLanes(1)
  const go = Promise.withResolvers<void>()
  let late: Promise<unknown> | undefined
  await lanes.inTransaction(memberOf(one.centreId), async (db) => {
    late = go.promise.then(() => db.thing.findMany())
    late.catch(() => {})
  })
  await lanes.inTransaction(memberOf(two.centreId), async (db) => {
    go.resolve()
    await expect(late).rejects.toThrow(/after its request had ended/)
    expect((await db.thing.findMany()).map((row) => row.id)).toEqual([two.id])
  })
})

test('two nested writes at once in one transaction both hold', async () => {
  const thing = await aThing(database)
  await someLanes(1).inTransaction(memberOf(thing.centreId), async (db) => {
    const nested = () =>
      db.thing.create({
        data: {
          id: newId(),
          centreId: thing.centreId,
          label: 'new',
          parts: { create: [{ id: newId(), centreId: thing.centreId, name: 'part' }] },
        },
      })
    await Promise.all([nested(), nested(), db.$transaction(async (tx) => tx.part.count())])
  })
  expect(await database.query('select from probe.part where centre_id = $1', [thing.centreId])).toHaveLength(2)
})

test('the platform itself sees every centre; nobody sees anything without entering', async () => {
  await aThing(database)
  await aThing(database)
  const all = await database.query('select from probe.thing')
  expect(await someLanes(1).inTransaction(systemActor, (db) => db.thing.count())).toBe(all.length)
  const nobody = viewerOf(aViewer(), () => [])
  expect(await someLanes(1).inTransaction(nobody, (db) => db.thing.count())).toBe(0)
  expect(all.length).toBeGreaterThan(1)
})

test('closing waits for the requests that hold a lane', async () => {
  const own = stack.use(await aDatabase())
  const lanes = createLanes({
    url: own.urlAs('cases_app'),
    schema: 'cases',
    createClient: (adapter) => new PrismaClient({ adapter }),
    size: 1,
  })
  const lane = await lanes.lease()
  let closed = false
  const closing = lanes.close().then(() => (closed = true))
  await lane.begin(systemActor, 'read')
  await lane.rollback()
  expect(closed).toBe(false)
  lanes.giveBack(lane)
  await closing
  await expect(lanes.lease()).rejects.toThrow(/closed/)
})
