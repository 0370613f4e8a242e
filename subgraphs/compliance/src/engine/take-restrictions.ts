import type { ClientBase } from 'pg'
import { caseRestricted, caseUnrestricted, glassBroken } from './event-facts.ts'
import type { LedgerEvent } from './ledger-event.ts'

/** Keeps what is known of restricted cases in step, event by event: they are rare, and their order decides. */
export async function takeRestrictions(client: ClientBase, events: LedgerEvent[]): Promise<void> {
  for (const event of events) await takings[event.action]?.(client, event)
}

const takings: Record<string, (client: ClientBase, event: LedgerEvent) => Promise<unknown>> = {
  async 'cases.case.restricted'(client, { centreId, facts }) {
    const given = caseRestricted.safeParse(facts).data
    if (given === undefined || centreId === null) return
    await client.query(
      `insert into restricted_case (case_id, centre_id, allowed_user_ids) values ($1, $2, $3)
       on conflict (case_id) do update set allowed_user_ids = excluded.allowed_user_ids`,
      [given.caseId, centreId, given.allowedUserIds],
    )
  },

  async 'cases.case.unrestricted'(client, { facts }) {
    const given = caseUnrestricted.safeParse(facts).data
    if (given !== undefined) await client.query(`delete from restricted_case where case_id = $1`, [given.caseId])
  },

  async 'cases.restricted_case.break_glass'(client, { facts }) {
    const given = glassBroken.safeParse(facts).data
    if (given === undefined) return
    await client.query(
      `update restricted_case set opened = opened || jsonb_build_object($2::text, $3::text) where case_id = $1`,
      [given.caseId, given.userId, given.until],
    )
  },
}
