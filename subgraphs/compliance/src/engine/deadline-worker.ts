import type { Logger } from '@cma/runtime'
import { Logger as JobLogger, run } from 'graphile-worker'
import pg from 'pg'
import { jobsSchema, wakeTask } from './schedule.ts'

/** Runs graphile-worker beside the engine: at each deadline it asks the engine to look. */
export async function startDeadlineWorker(databaseUrl: string, { look, logger }: { look: (due: Date) => Promise<void>; logger: Logger }): Promise<{ stop(): Promise<void> }> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 3, connectionTimeoutMillis: 5_000, application_name: 'compliance-deadlines' })
  pool.on('error', () => logger.warn('an idle connection of the deadlines was lost'))
  pool.on('connect', (client) => client.on('error', () => {})) // the statement that it fails says so
  const quiet = new JobLogger(() => (level, message) => void (level === 'error' && logger.error(message)))
  try {
    const runner = await run({
      pgPool: pool,
      schema: jobsSchema,
      concurrency: 4,
      noHandleSignals: true,
      pollInterval: 2_000,
      logger: quiet,
      taskList: { [wakeTask]: (payload) => look(new Date((payload as { at: string }).at)) },
    })
    runner.promise.catch((error: unknown) => logger.error({ err: error }, 'the deadlines stopped; the engine still looks by itself'))
    await unlockTheDead(pool)
    return {
      async stop() {
        await runner.stop().catch(() => {})
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

// Only the engine that holds the lock has a worker. Jobs that are still locked by another were left by one that died, and would
// otherwise wait four hours.
async function unlockTheDead(pool: pg.Pool): Promise<void> {
  await pool.query(
    `select ${jobsSchema}.force_unlock_workers(array(
       select distinct locked_by from ${jobsSchema}.jobs where locked_by is not null and locked_at < now() - interval '1 minute'))`,
  )
}
