import pg from 'pg'

const lock = `hashtext('compliance engine')`

/** The right to write as the engine. One in the whole system has it: the one whose connection holds the lock. */
export type WriterLease = {
  /** One transaction on the connection that holds the lock: when the lock is lost, so is the transaction. */
  inTransaction<T>(work: (client: pg.Client) => Promise<T>): Promise<T>
  /** Whether the connection is alive, as far as is known. */
  held(): boolean
  release(): Promise<void>
}

/** Undefined while another engine holds it. */
export async function takeWriterLease(databaseUrl: string): Promise<WriterLease | undefined> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'compliance-engine',
  })
  let alive = true
  client.on('error', () => (alive = false))
  client.on('end', () => (alive = false))
  try {
    await client.connect()
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lock}) taken`)
    if (rows[0]!.taken) return leaseOn(client, () => alive)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  await client.end()
  return undefined
}

function leaseOn(client: pg.Client, held: () => boolean): WriterLease {
  let last: Promise<unknown> = Promise.resolve()
  return {
    held,
    inTransaction(work) {
      const run = last.then(async () => {
        await client.query('begin')
        try {
          const result = await work(client)
          await client.query('commit')
          return result
        } catch (error) {
          await client.query('rollback').catch(() => {})
          throw error
        }
      })
      last = run.catch(() => {}) // one at a time on one connection; the caller hears of the failure
      return run
    },
    async release() {
      await last
      await client.end().catch(() => {})
    },
  }
}
