import { createHash } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter, SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import type { Actor } from './viewer.ts'

/**
 * One connection with one Prisma client on it, which belongs to one request at a time. The row-security context is
 * put into a transaction once; everything until its end runs in it.
 *
 * It is never one client for all with a scope from AsyncLocalStorage: Prisma merges look-ups of one tick across
 * requests, and then one caller's rows reach another.
 */
export type Lane<Db> = {
  db: Db
  /** `read`: a read-only snapshot. `write`: read committed. */
  begin(actor: Actor, mode: 'read' | 'write'): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** @throws when the connection was lost since `begin`: a new one has no context, sees nothing, and looks like an empty answer */
  assertWhole(): void
  close(): Promise<void>
}

export type LaneOptions<Db> = {
  url: string
  /** The PostgreSQL schema of the domain's slice. */
  schema: string
  createClient: (adapter: SqlDriverAdapterFactory) => Db
  /** Told about each statement, transaction frames left out. */
  onStatement: (sql: string) => void
}

const frames = {
  read: 'begin isolation level repeatable read read only',
  write: 'begin',
}

export async function createLane<Db>({ url, schema, createClient, onStatement }: LaneOptions<Db>): Promise<Lane<Db>> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    // Without it an exhausted pool waits for ever.
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 0,
    keepAlive: true,
    application_name: schema,
    // Raw SQL names the tables of the domain without qualification.
    options: `-c search_path=${schema},public`,
  })
  let open = false
  let broken = false
  pool.on('error', () => (broken = open))
  pool.on('connect', () => (broken = open))
  const name = statementNames()
  const inner = new PrismaPg(pool, { schema, statementNameGenerator: ({ sql }) => name(sql) })
  const factory: SqlDriverAdapterFactory = {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => insideTheTransaction(await inner.connect(), onStatement),
  }
  const db = createClient(factory)
  const end = async (how: 'commit' | 'rollback') => {
    // A broken lane's transaction went with its connection.
    const lost = broken
    open = false
    broken = false
    if (lost && how === 'commit') throw connectionLost()
    if (lost) return
    // After a failed statement PostgreSQL answers COMMIT with a rollback and no error.
    const { command } = await pool.query(how)
    if (how === 'commit' && command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back')
  }
  return {
    db,
    async begin(actor, mode) {
      const literal = pg.escapeLiteral
      const enter = `select app.enter(${literal(actor.kind)}, ${literal(actor.id)}, ${literal(JSON.stringify(actor.grants))})`
      await pool.query(`${frames[mode]}; ${enter}`)
      open = true
      broken = false
    },
    commit: () => end('commit'),
    rollback: () => end('rollback'),
    assertWhole() {
      if (broken) throw connectionLost()
    },
    async close() {
      await (db as { $disconnect?(): Promise<void> }).$disconnect?.()
      await pool.end()
    },
  }
}

const connectionLost = () => new Error('The database connection was lost during the request')

/**
 * Prisma opens transactions by itself, for nested writes for instance. In a lane there already is one, whose end would
 * be theirs: so they become savepoints of it.
 */
function insideTheTransaction(adapter: SqlDriverAdapter, onStatement: (sql: string) => void): SqlDriverAdapter {
  let count = 0
  // Savepoints are a stack: releasing one releases those after it. So one at a time.
  let last: Promise<void> = Promise.resolve()
  const run = (sql: string) => adapter.executeRaw({ sql, args: [], argTypes: [] })
  const queryRaw: SqlDriverAdapter['queryRaw'] = (query) => {
    onStatement(query.sql)
    return adapter.queryRaw(query)
  }
  const executeRaw: SqlDriverAdapter['executeRaw'] = (query) => {
    onStatement(query.sql)
    return adapter.executeRaw(query)
  }
  return {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    queryRaw,
    executeRaw,
    executeScript: (script) => adapter.executeScript(script),
    ...(adapter.getConnectionInfo && { getConnectionInfo: () => adapter.getConnectionInfo!() }),
    dispose: () => adapter.dispose(),
    async startTransaction() {
      const before = last
      const { promise, resolve: ended } = Promise.withResolvers<void>()
      last = before.then(() => promise)
      await before
      count += 1
      const savepoint = `lane_${count}`
      await run(`savepoint ${savepoint}`).catch((error: unknown) => {
        ended()
        throw error
      })
      return {
        provider: adapter.provider,
        adapterName: adapter.adapterName,
        // 'Phantom': commit and rollback are these functions, not statements that Prisma sends.
        options: { usePhantomQuery: true },
        queryRaw,
        executeRaw,
        commit: () => run(`release savepoint ${savepoint}`).then(() => {}).finally(ended),
        rollback: () => run(`rollback to savepoint ${savepoint}`).then(() => {}).finally(ended),
      } as Awaited<ReturnType<SqlDriverAdapter['startTransaction']>>
    },
  }
}

/** Names make PostgreSQL keep the plan. Lists in conditions make many shapes of one query, so only the first are named. */
function statementNames(limit = 500): (sql: string) => string {
  const names = new Map<string, string>()
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined) return known
    if (names.size >= limit) return '' // unnamed
    const name = createHash('sha1').update(sql).digest('base64url')
    names.set(sql, name)
    return name
  }
}
