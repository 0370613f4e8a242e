import { createLogger, openPorts, sealedChannel, unsealedChannel } from '@cma/runtime'
import { aCentre, aDatabase, aRedis, fileStack, waitUntil, type TestDatabase } from '@cma/testing'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { anAppender } from '../test/appending.ts'
import { startSealer } from './sealer.ts'

const stack = fileStack()
const logger = createLogger({ name: 'audit', level: 'silent' })
let database: TestDatabase
beforeAll(async () => {
  database = stack.use(await aDatabase())
})

/** A sealer as a process of its own would run it. */
async function aSealer({ everyMs, redisUrl }: { everyMs: number; redisUrl?: string }) {
  const ports = openPorts(redisUrl, logger)
  const pool = new pg.Pool({ connectionString: database.urlAs('audit_sealer'), max: 2 })
  pool.on('error', () => {})
  const sealer = await startSealer({ pool, nudges: ports.nudges, logger, everyMs })
  const stop = async () => {
    await sealer.stop()
    await pool.end()
    await ports.close()
  }
  return { ports, sealer, stop }
}

const sealedAt = async (id: string) =>
  (await database.query<{ seq: string | null }>('select seq from audit.event where id = $1', [id]))[0]?.seq

test('a nudge over Redis makes another process seal at once, and tells consumers how far', async () => {
  const redis = stack.use(await aRedis())
  // An hour between its own looks: only the nudge can be what wakes it.
  const one = await aSealer({ everyMs: 3_600_000, redisUrl: redis.url })
  const other = openPorts(redis.url, logger)
  const heard: string[] = []
  await other.nudges.subscribe(sealedChannel, (payload) => void heard.push(payload ?? 'missed'))
  const centre = await aCentre(database)
  await using appender = await anAppender(database, { centreId: centre.id })
  const id = await appender.append()
  other.nudges.publish(unsealedChannel)
  const sequence = await waitUntil('the event is sealed', () => sealedAt(id))
  await waitUntil('the consumer hears of it', () => heard.includes(sequence))
  await one.stop()
  await other.close()
})

test('without any nudge it looks by itself', async () => {
  const { stop } = await aSealer({ everyMs: 50 })
  const centre = await aCentre(database)
  await using appender = await anAppender(database, { centreId: centre.id })
  const id = await appender.append()
  await waitUntil('the event is sealed', () => sealedAt(id))
  await stop()
})

test('goes on after its connections were cut', async () => {
  const { stop, sealer } = await aSealer({ everyMs: 50 })
  const centre = await aCentre(database)
  await using appender = await anAppender(database, { centreId: centre.id })
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'audit_sealer' and datname = current_database()`,
  )
  const id = await appender.append()
  await waitUntil('the event is sealed', () => sealedAt(id))
  expect(sealer.healthy!()).toBe(true)
  await stop()
})
