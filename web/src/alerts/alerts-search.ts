import type { AlertSeverity } from '../generated/graphql.ts'

export const shows = ['open', 'untaken', 'taken', 'resolved'] as const
export type AlertsShow = (typeof shows)[number]

/** The alert list's filters, and the alert that is open beside it, as they stand in the address. */
export interface AlertsSearch {
  show?: Exclude<AlertsShow, 'open'>
  severity?: AlertSeverity
  centre?: string
  alert?: string
  page?: string[]
}

const severities: AlertSeverity[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']

export function alertsSearch(raw: Record<string, unknown>): AlertsSearch {
  const show = (['untaken', 'taken', 'resolved'] as const).find((value) => value === raw['show'])
  const severity = severities.find((value) => value === raw['severity'])
  const page = Array.isArray(raw['page'])
    ? raw['page'].filter((cursor): cursor is string => typeof cursor === 'string')
    : []
  return {
    ...(show ? { show } : {}),
    ...(severity ? { severity } : {}),
    ...(typeof raw['centre'] === 'string' ? { centre: raw['centre'] } : {}),
    ...(typeof raw['alert'] === 'string' ? { alert: raw['alert'] } : {}),
    ...(page.length > 0 ? { page } : {}),
  }
}
