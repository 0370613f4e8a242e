import { aCentre, aDatabase, fileStack, type TestDatabase } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import { anAppender, aSealerConnection } from '../test/appending.ts'
import { sealBatch } from './seal.ts'
import { verifyChain } from './verify.ts'

const stack = fileStack()
let database: TestDatabase
beforeAll(async () => {
  database = stack.use(await aDatabase())
})

const sequenceOf = async (ids: string[]) => {
  const rows = await database.query<{ id: string; seq: string | null }>(
    'select id, seq from audit.event where id = any($1)',
    [ids],
  )
  return ids.map((id) => Number(rows.find((row) => row.id === id)?.seq ?? 0))
}

const sealAll = async (client: Parameters<typeof sealBatch>[0], limit?: number) => {
  let total = 0
  for (;;) {
    const { count } = await sealBatch(client, limit)
    total += count
    if (count === 0) return total
  }
}

test('fifty writers at once, sealed by two sealers at once: every event once, no gap, chain whole', async () => {
  const centre = await aCentre(database)
  const first = await aSealerConnection(database)
  const second = await aSealerConnection(database)
  let writing = true
  const seal = async (client: Parameters<typeof sealBatch>[0]) => {
    let sealed = 0
    while (writing) sealed += (await sealBatch(client, 7)).count
    return sealed + (await sealAll(client, 7))
  }
  const sealing = Promise.all([seal(first), seal(second)])
  const written = await Promise.all(
    Array.from({ length: 50 }, async () => {
      await using appender = await anAppender(database, { centreId: centre.id })
      const ids: string[] = []
      for (let at = 0; at < 8; at += 1) ids.push(await appender.append())
      return ids
    }),
  )
  writing = false
  const counts = await sealing
  const ids = written.flat()
  expect(counts[0] + counts[1]).toBe(400)
  const sequences = (await sequenceOf(ids)).sort((a, b) => a - b)
  expect(sequences).toEqual(Array.from({ length: 400 }, (_, at) => sequences[0]! + at))
  // What one writer wrote after another of its events comes after it.
  for (const own of written) {
    const inOrder = await sequenceOf(own)
    expect(inOrder).toEqual(inOrder.toSorted((a, b) => a - b))
  }
  const { problem, checked } = await verifyChain(first)
  expect(problem).toBeUndefined()
  expect(checked).toBeGreaterThanOrEqual(400)
  await Promise.all([first.end(), second.end()])
})

test('a transaction that commits late is sealed later, not skipped', async () => {
  const centre = await aCentre(database)
  await using sealer = await aSealerConnection(database)
  await using slow = await anAppender(database, { centreId: centre.id })
  await using quick = await anAppender(database, { centreId: centre.id })
  await slow.begin()
  const early = await slow.append() // recorded first
  const late = await quick.append()
  await sealAll(sealer)
  expect((await sequenceOf([late]))[0]).toBeGreaterThan(0)
  expect((await sequenceOf([early]))[0]).toBe(0)
  await slow.commit()
  await sealAll(sealer)
  const [sequenceOfEarly, sequenceOfLate] = await sequenceOf([early, late])
  expect(sequenceOfEarly).toBe(sequenceOfLate! + 1)
  expect((await verifyChain(sealer)).problem).toBeUndefined()
})

test('a sealer that is killed in the middle of a batch leaves no trace, and the next goes on', async () => {
  const centre = await aCentre(database)
  await using appender = await anAppender(database, { centreId: centre.id })
  const ids: string[] = []
  for (let at = 0; at < 5; at += 1) ids.push(await appender.append())
  await using victim = await aSealerConnection(database)
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
  // Everything but the commit happens, then the process is gone.
  const query = victim.query.bind(victim) as (...args: unknown[]) => Promise<unknown>
  const failing = Object.assign(Object.create(victim) as typeof victim, {
    query: async (...args: unknown[]) => {
      if (args[0] === 'commit') await database.query('select pg_terminate_backend($1)', [rows[0]!.pid])
      return query(...args)
    },
  })
  await expect(sealBatch(failing)).rejects.toThrow()
  expect(await sequenceOf(ids)).toEqual([0, 0, 0, 0, 0])
  await using next = await aSealerConnection(database)
  await sealAll(next)
  const sequences = await sequenceOf(ids)
  expect(sequences).toEqual(Array.from({ length: 5 }, (_, at) => sequences[0]! + at))
  expect(sequences[0]).toBeGreaterThan(0)
  expect((await verifyChain(next)).problem).toBeUndefined()
})
