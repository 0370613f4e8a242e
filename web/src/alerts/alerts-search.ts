import type { AlertCode, AlertFilter, AlertSeverity, AlertState, Force } from '../generated/graphql.ts'

export const shows = ['open', 'untaken', 'taken', 'snoozed', 'resolved'] as const
export type AlertsShow = (typeof shows)[number]

/** The alert list's filters, and the alert that is open beside it, as they stand in the address. */
export interface AlertsSearch {
  show?: Exclude<AlertsShow, 'open'>
  severity?: AlertSeverity
  code?: AlertCode
  force?: Force
  centre?: string
  alert?: string
  page?: string[]
  /** The week's deadlines instead of the list. */
  as?: 'week'
  /** The Monday of another week than this one. */
  week?: string
}

export const severities: AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']
export const forces: Force[] = ['LAW', 'RULE', 'POLICY']
export const statesOf: Record<AlertsShow, AlertState[]> = {
  open: ['OPEN', 'ESCALATED', 'ACKNOWLEDGED', 'SNOOZED'],
  untaken: ['OPEN', 'ESCALATED'],
  taken: ['ACKNOWLEDGED'],
  snoozed: ['SNOOZED'],
  resolved: ['RESOLVED', 'EXPIRED'],
}

export function alertsSearch(raw: Record<string, unknown>): AlertsSearch {
  const show = (['untaken', 'taken', 'snoozed', 'resolved'] as const).find((value) => value === raw['show'])
  const severity = severities.find((value) => value === raw['severity'])
  const force = forces.find((value) => value === raw['force'])
  const page = Array.isArray(raw['page'])
    ? raw['page'].filter((cursor): cursor is string => typeof cursor === 'string')
    : []
  return {
    ...(show ? { show } : {}),
    ...(severity ? { severity } : {}),
    ...(force ? { force } : {}),
    // Any word that may be a code: which there are, the graph says.
    ...(isCode(raw['code']) ? { code: raw['code'] } : {}),
    ...(typeof raw['centre'] === 'string' ? { centre: raw['centre'] } : {}),
    ...(typeof raw['alert'] === 'string' ? { alert: raw['alert'] } : {}),
    ...(page.length > 0 ? { page } : {}),
    ...(raw['as'] === 'week' ? { as: 'week' } : {}),
    ...(typeof raw['week'] === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(raw['week']) ? { week: raw['week'] } : {}),
  }
}

const isCode = (value: unknown): value is AlertCode => typeof value === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(value)

/**
 * What the address asks of the graph, besides the states.
 * @param known the codes that there are: another one in the address is left out, since the graph refuses it
 */
export function filterOf({ severity, code, force, centre }: AlertsSearch, known: readonly AlertCode[]): AlertFilter {
  return {
    ...(severity ? { severities: [severity] } : {}),
    ...(code && known.includes(code) ? { codes: [code] } : {}),
    ...(force ? { forces: [force] } : {}),
    ...(centre ? { centreId: centre } : {}),
  }
}
