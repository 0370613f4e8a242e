import { createHash } from 'node:crypto'
import { addMonths, type Day } from './days.ts'

export type AdviserGradeName = 'TRAINEE' | 'NEW' | 'EXPERIENCED'
export type Share = { sharePercent: number; minimum: number }

/** A quarter of the calendar year, `2026-Q4`. */
export function quarterOf(day: Day): string {
  return `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
}

/** The first day of a quarter, and the first day after it. */
export function daysOfQuarter(quarter: string): { from: Day; until: Day } {
  const from = `${quarter.slice(0, 4)}-${String((Number(quarter.slice(6)) - 1) * 3 + 1).padStart(2, '0')}-01`
  return { from, until: addMonths(from, 3) }
}

/** How an adviser's experience counts: a trainee by role, and new for some months; of whom nothing is known, experienced. */
export function adviserGrade(
  known: { roles: string[]; since: Day } | undefined,
  { today, newForMonths }: { today: Day; newForMonths: number },
): AdviserGradeName {
  if (known === undefined) return 'EXPERIENCED'
  if (known.roles.includes('TRAINEE_ADVISER')) return 'TRAINEE'
  return addMonths(known.since, newForMonths) > today ? 'NEW' : 'EXPERIENCED'
}

/** How many of so many files are reviewed: the share, rounded up, and no fewer than the minimum while there are so many. */
export function sampleSize(files: number, { sharePercent, minimum }: Share): number {
  return Math.min(files, Math.max(minimum, Math.ceil((files * sharePercent) / 100)))
}

/**
 * The files that are still to be drawn for one adviser. Which come first is a matter of chance that nobody chooses: the order of
 * hashes over quarter and case, the same whoever draws and however often.
 */
export function drawFiles(
  files: string[],
  { quarter, share, drawn }: { quarter: string; share: Share; drawn: ReadonlySet<string> },
): string[] {
  const missing = sampleSize(files.length, share) - files.filter((id) => drawn.has(id)).length
  return files
    .filter((id) => !drawn.has(id))
    .map((id) => ({ id, place: createHash('sha256').update(`${quarter} ${id}`).digest('hex') }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, Math.max(0, missing))
    .map(({ id }) => id)
}
