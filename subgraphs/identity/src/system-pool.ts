import pg from 'pg'

export type SystemPool = pg.Pool
/** A connection inside a transaction of {@link inSystemTransaction}. */
export type SystemTransaction = Pick<pg.PoolClient, 'query'>

/**
 * Connections that act as the system: signing in happens before anybody is known, and a person's grants have to be
 * read whole, whoever changed them. Nothing that a viewer asks for goes through it; that is the request's own lane.
 * @param databaseUrl of the role identity_app
 */
export function openSystemPool(databaseUrl: string): SystemPool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    options: '-c app.actor_kind=SYSTEM -c app.actor_id=identity -c search_path=identity',
    application_name: 'cma-identity-auth',
    max: 10,
    connectionTimeoutMillis: 5_000,
  })
  pool.on('error', () => {}) // an idle connection that died; the next use opens another
  return pool
}

export async function inSystemTransaction<Answer>(
  pool: SystemPool,
  work: (tx: SystemTransaction) => Promise<Answer>,
): Promise<Answer> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const answer = await work(client)
    await client.query('commit')
    return answer
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
