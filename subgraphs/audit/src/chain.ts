import { createHash } from 'node:crypto'

/**
 * An event as it is hashed: PostgreSQL's own text of each column, so that nothing is lost on the way (a number in
 * `facts` keeps every digit). Times are UTC with microseconds; jsonb is in its canonical form.
 */
export type ChainedEvent = {
  id: string
  occurred_at: string
  recorded_at: string
  actor_kind: string
  actor_id: string
  centre_id: string | null
  action: string
  entities: string
  facts: string
  trace_id: string | null
}

/** The `hash` before the first event. */
export const genesisHash = Buffer.alloc(32)

const timeFormat = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`
/** SQL for a time column in the form that is hashed. */
export const timeText = (column: string) => `to_char(${column} at time zone 'UTC', ${timeFormat})`

/** The columns of a ChainedEvent, for `select`. */
export const chainedColumns = `id::text, ${timeText('occurred_at')} as occurred_at, ${timeText('recorded_at')} as recorded_at,
  actor_kind, actor_id, centre_id::text, action, entities::text, facts::text, trace_id`

export type Link = { sequence: bigint; previousHash: Buffer; sealedAt: string }

/**
 * SHA-256 over the UTF-8 text of a JSON array of strings (null where a column is null), without white space:
 *
 *   ["casework-ledger-1", sequence, previous hash in hexadecimal, sealed_at, id, occurred_at, recorded_at,
 *    actor_kind, actor_id, centre_id, action, entities, facts, trace_id]
 *
 * This form never changes: a change would be a new first element, for events sealed from then on.
 */
export function hashOf(event: ChainedEvent, link: Link): Buffer {
  return createHash('sha256').update(sealedText(event, link), 'utf8').digest()
}

/** The text that is hashed. */
export function sealedText(event: ChainedEvent, { sequence, previousHash, sealedAt }: Link): string {
  return JSON.stringify([
    'casework-ledger-1',
    String(sequence),
    previousHash.toString('hex'),
    sealedAt,
    event.id,
    event.occurred_at,
    event.recorded_at,
    event.actor_kind,
    event.actor_id,
    event.centre_id,
    event.action,
    event.entities,
    event.facts,
    event.trace_id,
  ])
}
