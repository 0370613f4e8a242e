import { newId, type Background, type Logger } from '@cma/runtime'
import type pg from 'pg'
import { withConnection } from './with-connection.ts'
import { verifyChain, type Anchor, type Verification, type VerifyOptions } from './verify.ts'

type Row = { last_sequence: string; last_hash: Buffer }

/** The heads that earlier verifications found: the chain must still pass through them. */
export async function earlierHeads(client: pg.ClientBase, limit = 1_000): Promise<Anchor[]> {
  const { rows } = await client.query<Row>(
    'select last_sequence, last_hash from audit.verification where problem is null and last_hash is not null order by verified_at desc limit $1',
    [limit],
  )
  return rows.map((row) => ({ sequence: BigInt(row.last_sequence), hash: row.last_hash }))
}

/** Verifies and notes the result, which is an anchor for the next. `whole: false` begins where the last one ended. */
export async function verifyAndNote(
  client: pg.ClientBase,
  { whole, onProgress }: { whole: boolean } & Pick<VerifyOptions, 'onProgress'>,
): Promise<Verification> {
  const anchors = (await earlierHeads(client)).filter((anchor) => anchor.sequence > 0n)
  const [last] = anchors
  const verification = await verifyChain(client, { anchors, onProgress, ...(!whole && last && { from: last }) })
  await client.query('insert into audit.verification (id, last_sequence, last_hash, problem) values ($1, $2, $3, $4)', [
    newId(),
    String(verification.lastSequence),
    verification.lastHash,
    verification.problem ?? null,
  ])
  return verification
}

type VerifierOptions = { pool: pg.Pool; logger: Logger; everyMs?: number }

/** Verifies the newer part every hour, and the whole chain with the first run of each day. */
export function startVerifier({ pool, logger, everyMs = 3_600_000 }: VerifierOptions): Background {
  let wholeOn = ''
  const run = async () => {
    const today = new Date().toISOString().slice(0, 10)
    try {
      const { problem, lastSequence, lastHash, checked } = await withConnection(pool, (client) =>
        verifyAndNote(client, { whole: wholeOn !== today }),
      )
      wholeOn = today
      // The log is kept elsewhere: a head noted there cannot be replaced together with the chain.
      const head = { sequence: String(lastSequence), hash: lastHash.toString('hex'), checked }
      if (problem === undefined) logger.info(head, 'the ledger is whole')
      else logger.error({ ...head, problem }, 'the ledger was tampered with')
    } catch (error) {
      logger.error({ err: error }, 'the ledger could not be verified')
    }
  }
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(run)
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
