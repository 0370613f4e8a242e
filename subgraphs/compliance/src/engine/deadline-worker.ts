import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from '@cma/runtime'
import { Logger as JobLogger, run } from 'graphile-worker'
import pg from 'pg'
import { jobsSchema, wakeTask } from './schedule.ts'

/** A moment that has come, and when the job that waited for it was set or moved, by the database's clock. */
export type Deadline = { due: Date; setAt: Date }

export type DeadlineWorker = { alive(): boolean; stop(): Promise<void> }

/** How long a stop waits for graphile-worker, which waits for the database. */
const stopMs = 5_000

/** Runs graphile-worker beside the engine: at each deadline it asks the engine to look. */
export async function startDeadlineWorker(
  databaseUrl: string,
  { look, logger }: { look: (deadline: Deadline) => Promise<void>; logger: Logger },
): Promise<DeadlineWorker> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 4,
    connectionTimeoutMillis: 20_000,
    application_name: 'compliance-deadlines',
  })
  pool.on('error', () => logger.warn('an idle connection of the deadlines was lost'))
  pool.on('connect', (client) => client.on('error', () => {})) // the statement that it fails says so
  const quiet = new JobLogger(() => (level, message) => void (level === 'error' && logger.error(message)))
  try {
    const runner = await run({
      pgPool: pool,
      schema: jobsSchema,
      noHandleSignals: true,
      logger: quiet,
      // With a delay, graphile-worker handles a lost connection while it completes a job; without, it is an unhandled rejection.
      preset: { worker: { concurrentJobs: 2, pollInterval: 2_000, completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      taskList: {
        [wakeTask]: (payload, { job }) =>
          look({ due: new Date((payload as { at: string }).at), setAt: job.updated_at }),
      },
    })
    let alive = true
    runner.promise
      .catch((error: unknown) => logger.error({ err: error }, 'the deadlines stopped, and start again'))
      .finally(() => (alive = false))
    await unlockTheDead(pool)
    return {
      alive: () => alive,
      async stop() {
        await Promise.race([runner.stop().catch(() => {}), wait(stopMs, undefined, { ref: false })])
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
