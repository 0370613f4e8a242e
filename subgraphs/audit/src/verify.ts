import type pg from 'pg'
import { chainedColumns, genesisHash, hashOf, timeText, type ChainedEvent } from './chain.ts'

export type Anchor = { sequence: bigint; hash: Buffer }

export type Verification = {
  /** How many events were computed anew. */
  checked: number
  lastSequence: bigint
  lastHash: Buffer
  /** The first thing that is not as it was sealed, in a sentence; undefined when the chain is whole. */
  problem: string | undefined
}

export type VerifyOptions = {
  from?: Anchor
  anchors?: Anchor[]
  batchSize?: number
  /** Hears after each batch how many were computed; what it throws ends the verification. */
  onProgress?: ((checked: number) => unknown) | undefined
}

type SealedRow = ChainedEvent & { seq: string; prev_hash: Buffer; hash: Buffer; sealed_at: string }

/**
 * Computes the chain anew and compares: each event's hash, its link to the one before, the numbers, and the end of the
 * chain with chain_head. In one snapshot, so that it may run while events are sealed. As audit_sealer, or any role that
 * sees all events.
 * @param from where to begin, a head that was verified earlier; default the beginning
 * @param anchors heads known from elsewhere (earlier verifications, a log) that the chain must pass through
 */
export async function verifyChain(
  client: pg.ClientBase,
  { from = { sequence: 0n, hash: genesisHash }, anchors = [], batchSize = 2_000, onProgress }: VerifyOptions = {},
): Promise<Verification> {
  await client.query('begin isolation level repeatable read read only')
  try {
    return await walk(client, { from, anchors, batchSize, onProgress })
  } finally {
    await client.query('rollback')
  }
}

async function walk(
  client: pg.ClientBase,
  { from, anchors, batchSize, onProgress }: Required<Omit<VerifyOptions, 'onProgress'>> & VerifyOptions,
): Promise<Verification> {
  let { sequence, hash } = from
  let checked = 0
  const result = (problem?: string): Verification => ({ checked, lastSequence: sequence, lastHash: hash, problem })
  const expected = new Map(anchors.map((anchor) => [anchor.sequence, anchor.hash]))
  for (;;) {
    const { rows } = await client.query<SealedRow>(
      `select seq, prev_hash, hash, ${timeText('sealed_at')} as sealed_at, ${chainedColumns} from audit.event where seq > $1 order by event.seq limit $2`,
      [String(sequence), batchSize],
    )
    for (const row of rows) {
      const at = BigInt(row.seq)
      if (at !== sequence + 1n) return result(`Event ${sequence + 1n} is missing: ${sequence} is followed by ${at}`)
      if (!row.prev_hash.equals(hash)) return result(`Event ${at} is not linked to event ${sequence}`)
      const computed = hashOf(row, { sequence: at, previousHash: hash, sealedAt: row.sealed_at })
      if (!computed.equals(row.hash)) return result(`Event ${at} was changed after it was sealed`)
      if (expected.get(at)?.equals(computed) === false)
        return result(`Event ${at} has another hash than was noted elsewhere: the chain was written anew`)
      sequence = at
      hash = computed
      checked += 1
    }
    await onProgress?.(checked)
    if (rows.length < batchSize) break
  }
  const { rows: heads } = await client.query<{ last_sequence: string; last_hash: Buffer }>(
    'select last_sequence, last_hash from audit.chain_head',
  )
  const head = heads[0]
  if (!head || BigInt(head.last_sequence) !== sequence || !head.last_hash.equals(hash)) {
    return result(
      `The chain ends with event ${sequence}, but event ${head?.last_sequence ?? 'unknown'} was sealed last: its end was cut off or replaced`,
    )
  }
  const beyond = anchors.find((anchor) => anchor.sequence > sequence)
  if (beyond)
    return result(
      `The chain ends with event ${sequence}, but event ${beyond.sequence} was noted elsewhere: its end was cut off`,
    )
  return result()
}
