import { londonDay } from '../format/calendar-day.ts'
import { formatRecordedDay } from '../format/dates.ts'
import texts from '../language/en/history.json' with { type: 'json' }

const known: Record<string, string> = texts.action

/** The catalogue's key for an action such as `cases.note.added` (dots are its own separator); nothing for one that is newer than this app. */
export function knownAction(action: string): keyof typeof texts.action | undefined {
  const key = action.replaceAll('.', '__')
  return key in known ? (key as keyof typeof texts.action) : undefined
}

/** `cases.note.added` as "note added", for actions that the catalogue does not know. */
export function plainAction(action: string): string {
  const [, entity = '', verb = ''] = action.split('.')
  return `${entity} ${verb}`.replaceAll('_', ' ').trim() || action
}

/** Facts of a ledger event as short pairs: enumerations, dates and names of fields, never free text. */
export function factPairs(facts: unknown): [string, string][] {
  if (typeof facts !== 'object' || facts === null || Array.isArray(facts)) return []
  return (
    Object.entries(facts)
      // Ids say nothing to a reader; the entry itself says what it was done to.
      .filter(([name, value]) => value !== null && value !== undefined && !/(?:^id|Ids?|_ids?)$/.test(name))
      .map(([name, value]) => [words(name), Array.isArray(value) ? value.map(plain).join(', ') : plain(value)])
  )
}

function plain(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:T.*Z)?$/.test(value)) return formatRecordedDay(londonDay(value))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, part]) => `${words(name)} ${plain(part)}`)
      .join(', ')
  return typeof value === 'string' && /^[A-Z][A-Z_]+$/.test(value) ? words(value.toLowerCase()) : String(value)
}

function words(name: string): string {
  return name
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}
