import type { AuditGroup } from '../generated/graphql.ts'
import { momentInLondon } from '../format/london-moment.ts'
import { addDays } from '../format/calendar-day.ts'

export const auditGroups: AuditGroup[] = [
  'CASES',
  'NOTES',
  'CLIENTS',
  'WORK',
  'COMPLIANCE',
  'ALERTS',
  'ACCESS',
  'PEOPLE',
  'AUDIT',
]

/** The filters of a trail as they stand in the address. */
export interface AuditSearch {
  centre?: string
  person?: string
  /** What was done to the person, instead of what they did. */
  happened?: true
  group?: AuditGroup
  from?: string
  to?: string
}

const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)

export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const group = auditGroups.find((value) => value === raw['group'])
  return {
    ...(typeof raw['centre'] === 'string' ? { centre: raw['centre'] } : {}),
    ...(typeof raw['person'] === 'string' ? { person: raw['person'] } : {}),
    ...(raw['happened'] === true ? { happened: true } : {}),
    ...(group ? { group } : {}),
    ...(isDay(raw['from']) ? { from: raw['from'] } : {}),
    ...(isDay(raw['to']) ? { to: raw['to'] } : {}),
  }
}

/** Days as the graph takes them: the last one counts whole. */
export function between({ from, to }: { from?: string | undefined; to?: string | undefined }) {
  return {
    ...(from ? { from: momentInLondon(from, '00:00') } : {}),
    ...(to ? { to: momentInLondon(addDays(to, 1), '00:00') } : {}),
  }
}
