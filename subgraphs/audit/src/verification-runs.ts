import { refused, type Background, type KeyValue, type Logger, type Refused } from '@cma/runtime'
import type pg from 'pg'
import { z } from 'zod'
import type { Context } from './context.ts'
import type { ChainVerification, RefusalCode } from './generated/graphql.ts'
import { mayVerify } from './policies.ts'
import { verifyAndNote } from './verifications.ts'
import { withConnection } from './with-connection.ts'

// Verifications that somebody asked for. They run beside requests, one at a time over all processes, and say how far they
// are where every process can read it.

const key = 'audit:verification'
const rememberSeconds = 86_400
const longestMs = 600_000
/** Locks of the database are numbers; this one is nobody else's. */
const lock = 7_246_001

const runs = new WeakMap<KeyValue, (whole: boolean) => Promise<ChainVerification | undefined>>()
const stored = z.object({
  state: z.enum(['RUNNING', 'WHOLE', 'BROKEN', 'STOPPED']),
  whole: z.boolean(),
  startedAt: z.coerce.date(),
  finishedAt: z.coerce.date().nullable(),
  checked: z.number(),
  total: z.number(),
  problem: z.string().nullable(),
  /** When it was last heard of: a process that died says nothing more. */
  at: z.number(),
})

/** The one that runs, or the last; null when there was none of late. */
export async function latestRun(keyValue: KeyValue): Promise<ChainVerification | null> {
  const text = await keyValue.get(key).catch(() => undefined)
  if (!text) return null
  const { at, ...run } = stored.parse(JSON.parse(text))
  return run.state === 'RUNNING' && Date.now() - at > 60_000 ? { ...run, state: 'STOPPED' } : run
}

export async function askForVerification(
  { whole }: { whole: boolean },
  { viewer, services }: Context,
): Promise<ChainVerification | Refused<RefusalCode>> {
  if (!mayVerify(viewer))
    return refused(
      'NOT_ALLOWED',
      "You can't verify the chain: it is for compliance officers, data-protection officers and auditors. Ask one of them",
    )
  const run = await runs.get(services.keyValue)?.(whole)
  return run ?? refused('ALREADY_RUNNING', 'A verification is running already. Wait for its result')
}

/** Over connections of the role audit_sealer. */
export function startVerificationRuns({
  pool,
  logger,
  keyValue,
}: {
  pool: pg.Pool
  logger: Logger
  keyValue: KeyValue
}): Background {
  let stopping = false
  const underWay = new Set<Promise<void>>()
  const say = (run: ChainVerification) =>
    keyValue.set(key, JSON.stringify({ ...run, at: Date.now() }), { ttlSeconds: rememberSeconds }).catch(() => {})

  const work = async (client: pg.ClientBase, run: ChainVerification): Promise<void> => {
    const until = Date.now() + longestMs
    try {
      const { checked, problem } = await verifyAndNote(client, {
        whole: run.whole,
        async onProgress(soFar) {
          if (stopping || Date.now() > until) throw new Error('The verification was stopped')
          run.checked = soFar
          await say(run)
        },
      })
      Object.assign(run, { checked, problem: problem ?? null, state: problem === undefined ? 'WHOLE' : 'BROKEN' })
      if (problem !== undefined) logger.error({ problem }, 'the ledger was tampered with')
    } catch (error) {
      logger.warn({ err: error }, 'a verification did not come to its end')
      run.state = 'STOPPED'
    }
    run.finishedAt = new Date()
    await say(run)
  }

  runs.set(keyValue, (whole) => {
    const begun = Promise.withResolvers<ChainVerification | undefined>()
    const running = withConnection(pool, async (client) => {
      const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [lock])
      if (!rows[0]!.free) return begun.resolve(undefined)
      try {
        const run: ChainVerification = {
          state: 'RUNNING',
          whole,
          startedAt: new Date(),
          finishedAt: null,
          checked: 0,
          total: await toCheck(client, whole),
          problem: null,
        }
        await say(run)
        begun.resolve({ ...run })
        await work(client, run)
      } finally {
        await client.query('select pg_advisory_unlock($1)', [lock])
      }
    })
      .catch((error: unknown) => begun.reject(error))
      .finally(() => underWay.delete(running))
    underWay.add(running)
    return begun.promise
  })
  return {
    async stop() {
      stopping = true
      await Promise.all(underWay)
    },
  }
}

async function toCheck(client: pg.ClientBase, whole: boolean): Promise<number> {
  const { rows } = await client.query<{ total: string }>(
    `select last_sequence - case when $1 then 0 else
       coalesce((select last_sequence from audit.verification where problem is null and last_hash is not null order by verified_at desc limit 1), 0) end as total
     from audit.chain_head`,
    [whole],
  )
  return Number(rows[0]!.total)
}
