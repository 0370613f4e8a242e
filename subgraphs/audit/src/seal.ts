import type pg from 'pg'
import { chainedColumns, hashOf, timeText, type ChainedEvent } from './chain.ts'

export type Sealed = { count: number; lastSequence: bigint }

/**
 * Seals up to `limit` committed events in one transaction, as audit_sealer.
 *
 * Whoever holds the row of chain_head seals; another process waits for it and then sees what was sealed meanwhile, so
 * numbers are neither given twice nor left out. A process that dies leaves nothing behind but a rolled-back
 * transaction. What commits late is simply in a later batch: the order of the chain is that of sealing, within a batch
 * that of recording by the database's clock.
 */
export async function sealBatch(client: pg.ClientBase, limit = 500): Promise<Sealed> {
  await client.query('begin')
  try {
    const { rows: heads } = await client.query<{ last_sequence: string; last_hash: Buffer; now: string }>(
      `select last_sequence, last_hash, ${timeText('clock_timestamp()')} as now from audit.chain_head for update`,
    )
    const head = heads[0]
    if (!head) throw new Error('audit.chain_head has lost its row')
    const { rows: events } = await client.query<ChainedEvent>(
      `select ${chainedColumns} from audit.event where seq is null order by event.recorded_at, event.id limit $1`,
      [limit],
    )
    let sequence = BigInt(head.last_sequence)
    let hash = head.last_hash
    const links = events.map((event) => {
      sequence += 1n
      const previousHash = hash
      hash = hashOf(event, { sequence, previousHash, sealedAt: head.now })
      return { id: event.id, sequence, previousHash, hash }
    })
    if (links.length > 0) {
      await client.query(
        `update audit.event set seq = link.seq, prev_hash = link.prev_hash, hash = link.hash, sealed_at = $5::timestamptz
         from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[]) as link(id, seq, prev_hash, hash) where event.id = link.id`,
        [
          links.map((link) => link.id),
          links.map((link) => String(link.sequence)),
          links.map((link) => link.previousHash),
          links.map((link) => link.hash),
          head.now,
        ],
      )
      await client.query(
        'update audit.chain_head set last_sequence = $1, last_hash = $2, last_sealed_at = $3::timestamptz',
        [String(sequence), hash, head.now],
      )
    }
    await client.query('commit')
    return { count: links.length, lastSequence: sequence }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
