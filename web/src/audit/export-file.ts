import { csvOf } from '../alerts/csv.ts'

export type ExportedEvent = { sequence: number; hash: string; sealed: string }

/** One event a line, as docs/verify-an-export.md tells. */
export function ndjsonOf(events: readonly ExportedEvent[]): string {
  return events.map(({ sequence, hash, sealed }) => `${JSON.stringify({ sequence, hash, sealed })}\n`).join('')
}

export const csvColumns = [
  'sequence',
  'time',
  'actorKind',
  'actor',
  'centre',
  'action',
  'entities',
  'facts',
  'sealed',
  'previous',
  'hash',
] as const

/** The same to read and to sort. */
export function csvOfEvents(
  events: readonly ExportedEvent[],
  head: Record<(typeof csvColumns)[number], string>,
): string {
  const rows = events.map(({ sequence, hash, sealed }) => {
    const [, , previous, sealedAt, , time, , actorKind, actor, centre, action, entities, facts] = JSON.parse(
      sealed,
    ) as (string | null)[]
    const row = [String(sequence), time, actorKind, actor, centre, action, entities, facts, sealedAt, previous, hash]
    return row.map((value) => value ?? '')
  })
  return csvOf([csvColumns.map((column) => head[column]), ...rows])
}
