// When a person was last here, on this computer, so that what came meanwhile can be told. Kept by a number made from the person's id:
// the store says when somebody was here and not who.

const key = 'casework-seen'

export interface Seen {
  /** Milliseconds since 1970. */
  at: number
  /** The day on which the summary was last shown. */
  summaryOn?: string
}

/** FNV-1a, 32 bits: to tell people of one computer apart, not to hide anything. */
function numberOf(personId: string): string {
  let hash = 0x811c9dc5
  for (const unit of personId) hash = Math.imul(hash ^ unit.charCodeAt(0), 0x01000193)
  return (hash >>> 0).toString(16)
}

function everybody(): Record<string, Seen> {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Record<string, Seen>
  } catch {
    return {}
  }
}

export function lastSeen(personId: string): Seen | undefined {
  return everybody()[numberOf(personId)]
}

export function rememberSeen(personId: string, seen: Seen): void {
  localStorage.setItem(key, JSON.stringify({ ...everybody(), [numberOf(personId)]: seen }))
}

const awayMs = 4 * 3_600_000
const dayMs = 24 * 3_600_000

/**
 * Since when to tell what happened: since the person was last here when that is some hours ago; since a day ago when their time of the
 * summary has come today; else nothing is told.
 */
export function toldSince({
  seen,
  now,
  today,
  time,
  summaryAt,
}: {
  seen: Seen | undefined
  now: number
  today: string
  /** `09:30`, in London. */
  time: string
  summaryAt: string | null | undefined
}): Date | undefined {
  if (seen === undefined) return undefined // the first visit: everything is new
  if (now - seen.at > awayMs) return new Date(seen.at)
  if (summaryAt && time >= summaryAt && seen.summaryOn !== today) return new Date(now - dayMs)
  return undefined
}
