import type { ClientBase } from 'pg'
import type { Moment } from '../catalogue/alert-kind.ts'
import { climbLadder } from './climb-ladder.ts'
import { endSnoozes } from './end-snoozes.ts'
import { escalateAlerts } from './escalate-alerts.ts'
import { loadFacts } from './load-pictures.ts'
import { loadMatters } from './load-matters.ts'
import type { MatterFact } from './matter-picture.ts'
import { refreshCases } from './refresh-cases.ts'
import { refreshMatters } from './refresh-matters.ts'
import type { Taken } from './take-events.ts'

/**
 * Looks at the cases, matters and alerts whose next moment has come, in the caller's transaction. Looking again finds nothing, so it does not
 * matter whether a job, or the look that needs none, comes first.
 * @returns how many were looked at: call again while it is not 0
 */
export async function takeDeadlines(client: ClientBase, moment: Moment, limit = 500): Promise<Taken> {
  const { rows } = await client.query<{ id: string }>(
    `select case_id id from case_fact where wakes_at <= $1 order by wakes_at limit $2`,
    [moment.now, limit],
  )
  const facts = await loadFacts(
    client,
    rows.map(({ id }) => id),
  )
  const ofCases = await refreshCases(client, facts, moment)
  const matters = await client.query<{ id: string }>(
    `select matter_id id from matter_fact where wakes_at <= $1 order by wakes_at limit $2`,
    [moment.now, limit],
  )
  const alerts = ofCases + (await refreshMatters(client, await mattersOf(client, matters.rows), moment))
  const escalated = await escalateAlerts(client, moment, limit)
  const woken = await endSnoozes(client, moment.now, limit)
  const climbed = await climbLadder(client, moment, limit)
  const changed = escalated + woken + climbed
  return { events: rows.length + matters.rows.length + changed, alerts: alerts + changed }
}

async function mattersOf(client: ClientBase, rows: Array<{ id: string }>): Promise<MatterFact[]> {
  if (rows.length === 0) return []
  const matterIds = rows.map(({ id }) => id)
  const due = new Set(matterIds)
  // What belongs to them comes with them and has nothing to look at.
  return (await loadMatters(client, { matterIds })).filter(({ matterId }) => due.has(matterId))
}
