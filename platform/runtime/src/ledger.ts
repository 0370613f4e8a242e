import { sqltag as sql } from '@prisma/client/runtime/client'
import type { Clock } from './clock.ts'
import { newId } from './new-id.ts'
import type { Actor } from './viewer.ts'

/** The channel on which the sealer hears that events wait. */
export const unsealedChannel = 'ledger.unsealed'
/** The channel on which consumers of the ledger hear that events were sealed. */
export const sealedChannel = 'ledger'

type Fact = string | number | boolean | null

/** One change, as its command records it. */
export type LedgerEvent = {
  /** `<domain>.<entity>.<past participle>`, such as `cases.note.added`. */
  action: string
  /** For which centre; null for what belongs to none. */
  centreId: string | null
  entities: Array<{ type: string; id: string }>
  /** Ids, enums, dates, counts and names of changed fields. Never free text, names or contact data: text with spaces or an @ is refused. */
  facts?: Record<string, Fact | Fact[]>
}

type RawDb = { $executeRaw(query: ReturnType<typeof sql>): PromiseLike<number> }

/** Inserts the event in the transaction of `db`: change and event are committed together or not at all. */
export async function recordEvent({
  db,
  actor,
  clock,
  traceId,
  event,
}: {
  db: unknown
  actor: Actor
  clock: Clock
  traceId: string | undefined
  event: LedgerEvent
}): Promise<string> {
  const { action, centreId, entities, facts = {} } = event
  for (const [name, value] of Object.entries(facts))
    for (const fact of [value].flat()) assertRedacted(action, name, fact)
  const id = newId()
  await (db as RawDb).$executeRaw(sql`
    insert into audit.event (id, occurred_at, actor_kind, actor_id, centre_id, action, entities, facts, trace_id)
    values (${id}::uuid, ${clock.now().toISOString()}::timestamptz, ${actor.kind}, ${actor.id}, ${centreId}::uuid, ${action},
      ${JSON.stringify(entities)}::jsonb, ${JSON.stringify(facts)}::jsonb, ${traceId ?? null})`)
  return id
}

const redacted = /^[\w.:+/-]{0,64}$/

function assertRedacted(action: string, name: string, fact: Fact): void {
  if (typeof fact === 'string' && !redacted.test(fact)) {
    throw new Error(
      `${action}: the fact '${name}' looks like free text. The ledger takes ids, enums, dates and names of fields`,
    )
  }
  if (typeof fact === 'number' && !Number.isSafeInteger(fact))
    throw new Error(`${action}: the fact '${name}' is not a whole number`)
}
