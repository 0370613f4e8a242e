import type { ClientBase } from 'pg'
import { z } from 'zod'
import type { LedgerEvent } from './ledger-event.ts'

const changed = z.object({ userId: z.guid(), centreId: z.guid(), roles: z.array(z.string()) })
const ended = z.object({ userId: z.guid(), centreId: z.guid() })

/** Keeps who works at a centre, as what and since when; events of memberships are few, so one statement each. */
export async function takeStaff(client: ClientBase, events: LedgerEvent[]): Promise<void> {
  for (const { action, facts, occurredAt } of events) {
    if (action === 'identity.membership.changed') {
      const known = changed.safeParse(facts).data
      if (known === undefined) continue
      await client.query(
        `insert into staff_fact (centre_id, user_id, roles, since) values ($1, $2, $3, $4)
         on conflict (centre_id, user_id) do update set roles = excluded.roles`,
        [known.centreId, known.userId, known.roles, occurredAt],
      )
    }
    if (action === 'identity.membership.ended') {
      const known = ended.safeParse(facts).data
      if (known === undefined) continue
      await client.query(`delete from staff_fact where centre_id = $1 and user_id = $2`, [known.centreId, known.userId])
    }
  }
}
