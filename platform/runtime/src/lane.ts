import { AsyncLocalStorage } from 'node:async_hooks'
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
  /** Only what runs in `work` reaches the database: a query that outlives its request must not land in the next one. */
  run<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** `read`: a read-only snapshot. `write`: read committed. */
  begin(actor: Actor, mode: 'read' | 'write'): Promise<void>
  /** @throws when a statement failed or the connection was lost: then nothing is committed */
  commit(): Promise<void>
  rollback(): Promise<void>
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

// Which lease a query belongs to: a check, which fails closed. Which rows are visible is decided by the connection alone.
const leaseOfCaller = new AsyncLocalStorage<symbol>()

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
  pool.on('error', () => {}) // of an idle connection: the next `begin` opens another
  let held: pg.PoolClient | undefined
  let lost: Error | undefined
  let lease = Symbol('lease')
  const onError = (error: Error) => void (lost = error)

  // A pool would answer from a new connection, which knows no viewer and is in no transaction: what is read there
  // looks like an empty answer, what is written there is committed at once. So all goes to the one that is held.
  let last: Promise<unknown> = Promise.resolve()
  const query = <Result>(config: string | pg.QueryConfig): Promise<Result> => {
    const run = () => {
      if (!held) throw new Error('The database was asked outside of a request')
      if (lost) throw connectionLost(lost)
      return held.query(config) as Promise<Result>
    }
    const running = last.then(run, run) // one at a time: a connection has no queue of its own
    last = running
    return running
  }
  Object.assign(pool, {
    query: async (config: string | pg.QueryConfig) => {
      if (leaseOfCaller.getStore() !== lease) throw new Error('A query came after its request had ended')
      return query(config)
    },
  })
  const name = statementNames()
  const inner = new PrismaPg(pool, { schema, statementNameGenerator: ({ sql }) => name(sql) })
  const factory: SqlDriverAdapterFactory = {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => insideTheTransaction(await inner.connect(), { onStatement, run: (sql) => query(sql) }),
  }
  const db = createClient(factory)

  const end = async (how: 'commit' | 'rollback') => {
    let failure: Error | undefined
    try {
      const { command } = await query<{ command: string }>(how)
      // After a failed statement PostgreSQL answers COMMIT with a rollback and no error.
      if (how === 'commit' && command !== 'COMMIT')
        throw new Error('A statement of the transaction had failed, so it was rolled back')
    } catch (error) {
      failure = error as Error
      throw error
    } finally {
      held?.off('error', onError)
      held?.release(lost ?? (how === 'rollback' ? failure : undefined))
      held = undefined
      lease = Symbol('ended')
    }
  }
  return {
    // Awaited inside: a Prisma query begins only when somebody waits for it.
    run: (work) => leaseOfCaller.run(lease, async () => await work(db)),
    async begin(actor, mode) {
      const client = await pool.connect()
      lease = Symbol('lease')
      client.on('error', onError)
      held = client
      lost = undefined
      const literal = pg.escapeLiteral
      const enter = `select app.enter(${literal(actor.kind)}, ${literal(actor.id)}, ${literal(JSON.stringify(actor.grants))})`
      try {
        await query(`${frames[mode]}; ${enter}`)
      } catch (error) {
        await end('rollback').catch(() => {})
        throw error
      }
    },
    commit: () => end('commit'),
    rollback: () => end('rollback'),
    async close() {
      await (db as { $disconnect?(): Promise<void> }).$disconnect?.()
      await pool.end()
    },
  }
}

const connectionLost = (cause: Error) => new Error('The database connection was lost during the request', { cause })

/**
 * Prisma opens transactions by itself, for nested writes for instance. In a lane there already is one, whose end would
 * be theirs: so they become savepoints of it.
 */
function insideTheTransaction(
  adapter: SqlDriverAdapter,
  { onStatement, run }: { onStatement: (sql: string) => void; run: (sql: string) => Promise<unknown> },
): SqlDriverAdapter {
  let count = 0
  // Savepoints are a stack: releasing one releases those after it. So one at a time.
  let last: Promise<void> = Promise.resolve()
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
        commit: () =>
          run(`release savepoint ${savepoint}`)
            .then(() => {})
            .finally(ended),
        rollback: () =>
          run(`rollback to savepoint ${savepoint}`)
            .then(() => {})
            .finally(ended),
      }
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
