import { newId } from '@cma/runtime'
import type { SystemTransaction } from './system-pool.ts'

export type LedgerEvent = {
  /** Who did it: a person by their id, or the platform itself. */
  actor: { kind: 'USER' | 'SYSTEM'; id: string }
  action: `identity.${string}.${string}`
  centreId?: string
  entities: { type: string; id: string }[]
  /** Ids, enums and dates only. */
  facts?: Record<string, unknown>
}

/**
 * Appends to the ledger outside a GraphQL command: signing in and out, choosing a password, setting up.
 * Takes the actor's place for the rest of the transaction, because nobody may sign an event with another's name:
 * make it the last statement.
 */
export async function appendEvent(
  tx: SystemTransaction,
  { actor, action, centreId, entities, facts = {} }: LedgerEvent,
  occurredAt = new Date(),
): Promise<void> {
  await tx.query(`select app.enter($1, $2, '{}')`, [actor.kind, actor.id])
  await tx.query(
    `insert into audit.event (id, occurred_at, actor_kind, actor_id, centre_id, action, entities, facts) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      newId(),
      occurredAt,
      actor.kind,
      actor.id,
      centreId ?? null,
      action,
      JSON.stringify(entities),
      JSON.stringify(facts),
    ],
  )
}
