import type pg from 'pg'

/** Lends a connection of the pool. One that failed or was lost meanwhile is thrown away. */
export async function withConnection<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let failure: Error | undefined
  // The pool listens to idle connections only; an error that nobody hears would end the process.
  const lost = (error: Error) => void (failure = error)
  client.on('error', lost)
  try {
    return await work(client)
  } catch (error) {
    failure = error as Error
    throw error
  } finally {
    client.off('error', lost)
    client.release(failure)
  }
}
