import type { ClientBase } from 'pg'
import { catalogue } from '../catalogue/catalogue.ts'
import type { Moment } from '../catalogue/alert-kind.ts'
import type { AlertCode, AlertSeverity, Jurisdiction } from '../generated/graphql.ts'
import { alertLifecycle } from '../reference/alert-lifecycle.ts'
import { nextRung, type NextRung } from '../rules/ladder.ts'

type Untaken = {
  id: string
  code: AlertCode
  severity: AlertSeverity
  /** Since when it has had this severity. */
  since: Date
  /** Whether it will still grow more severe. */
  rising: boolean
  caseId: string | null
  roles: string[]
}

/**
 * Who is told next of alerts that nobody has taken, by working time of the case's legal system. A role that an alert reaches anyway
 * when it grows more severe is not told before. One statement, however many.
 */
export async function planRungs(
  client: ClientBase,
  alerts: Untaken[],
  holidays: Moment['holidays'],
): Promise<Map<string, NextRung>> {
  const laws = await jurisdictionsOf(
    client,
    alerts.map(({ caseId }) => caseId),
  )
  return new Map(
    alerts.flatMap(({ id, code, severity, since, rising, caseId, roles }) => {
      const later = rising ? (catalogue[code].escalation?.addRoles ?? []) : []
      const law = (caseId === null ? undefined : laws.get(caseId)) ?? 'ENGLAND_WALES'
      const rung = nextRung({ severity, since, roles: [...roles, ...later] }, alertLifecycle, holidays[law])
      return rung ? [[id, rung] as const] : []
    }),
  )
}

async function jurisdictionsOf(client: ClientBase, caseIds: Array<string | null>): Promise<Map<string, Jurisdiction>> {
  const wanted = [...new Set(caseIds)].filter((id) => id !== null)
  if (wanted.length === 0) return new Map()
  const { rows } = await client.query<{ caseId: string; jurisdiction: Jurisdiction }>(
    `select case_id "caseId", jurisdiction from case_fact where case_id = any($1)`,
    [wanted],
  )
  return new Map(rows.map(({ caseId, jurisdiction }) => [caseId, jurisdiction]))
}
