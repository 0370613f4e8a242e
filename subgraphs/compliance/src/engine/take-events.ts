import type { Logger } from '@cma/runtime'
import type { ClientBase } from 'pg'
import type { AlertDraft, Moment } from '../catalogue/alert-kind.ts'
import { kinds } from '../catalogue/catalogue.ts'
import { ledgerLag } from '../metrics.ts'
import type { LedgerEvent } from './ledger-event.ts'
import { loadFacts } from './load-pictures.ts'
import { caseOf, project } from './project-event.ts'
import { raiseAlerts } from './raise-alerts.ts'
import { refreshCases } from './refresh-cases.ts'
import { saveFacts } from './save-facts.ts'
import { takeIntoMatters } from './take-into-matters.ts'
import { takeStaff } from './take-staff.ts'
import { takeRestrictions } from './take-restrictions.ts'

const cursorName = 'ledger'

export type Taken = { events: number; alerts: number }

/**
 * Takes the next events of the ledger into facts, checklists, clocks and alerts, in the caller's transaction. The cursor moves in the
 * same transaction, so each event is taken exactly once, whatever dies.
 */
export async function takeEvents(
  client: ClientBase,
  { moment, logger, limit = 500 }: { moment: Moment; logger: Logger; limit?: number },
): Promise<Taken> {
  const cursor = await readCursor(client)
  const { rows } = await client.query<Omit<LedgerEvent, 'sequence'> & { sequence: string }>(
    `select seq "sequence", id, occurred_at "occurredAt", centre_id "centreId", action, facts
     from audit.sealed_event where seq > $1 order by seq limit $2`,
    [String(cursor), limit],
  )
  if (rows.length === 0) return { events: 0, alerts: 0 }
  const events = rows.map((row) => ({ ...row, sequence: BigInt(row.sequence) }))
  ledgerLag.record((moment.now.getTime() - events[0]!.occurredAt.getTime()) / 1_000)
  await takeStaff(client, events)
  const ofCases = await takeIntoCases(client, events, { moment, logger })
  const alerts = ofCases + (await takeIntoMatters(client, events, { moment, logger }))
  await client.query(`update engine_cursor set last_sequence = $2, updated_at = $3 where name = $1`, [
    cursorName,
    String(events.at(-1)!.sequence),
    moment.now,
  ])
  return { events: events.length, alerts }
}

async function takeIntoCases(
  client: ClientBase,
  events: LedgerEvent[],
  { moment, logger }: { moment: Moment; logger: Logger },
): Promise<number> {
  await takeRestrictions(client, events)
  const touched = new Set(events.map(caseOf).filter((id) => id !== undefined))
  const raised = await raiseAlerts(
    client,
    events.flatMap((event) => draftsOf(event, moment)),
    moment,
  )
  if (touched.size === 0) return raised
  const facts = await loadFacts(client, [...touched])
  for (const event of events) {
    if (project(event, facts, moment.holidays)) continue
    // One event of a form that is not known must not stop all that come after it.
    logger.error(
      { event: event.id, action: event.action, sequence: String(event.sequence) },
      'an event of the ledger is not of the form that compliance relies on',
    )
  }
  await saveFacts(client, facts)
  return raised + (await refreshCases(client, facts, moment))
}

function draftsOf(event: LedgerEvent, moment: Moment): AlertDraft[] {
  return kinds.flatMap(({ trigger }) => {
    const draft = 'action' in trigger && trigger.action === event.action ? trigger.raise(event, moment) : undefined
    return draft === undefined ? [] : [draft]
  })
}

async function readCursor(client: ClientBase): Promise<bigint> {
  await client.query(
    `insert into engine_cursor (name, last_sequence, updated_at) values ($1, 0, now()) on conflict do nothing`,
    [cursorName],
  )
  const { rows } = await client.query<{ last: string }>(
    `select last_sequence last from engine_cursor where name = $1 for update`,
    [cursorName],
  )
  return BigInt(rows[0]!.last)
}
