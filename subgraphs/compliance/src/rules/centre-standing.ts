import { completionPercentage } from './completion.ts'
import { addDays, type Day } from './days.ts'
import {
  adviserGrade,
  daysOfQuarter,
  quarterOf,
  sampleSize,
  type AdviserGradeName,
  type Share,
} from './file-review-sample.ts'

/** What a centre's open cases came to on one day, over all frameworks. */
export type DayOfCentre = { takenOn: Day; openCases: number; doneWeight: number; applicableWeight: number }

/** Whole points of completion lost between two days of a centre; 0 where it gained, or where either has too few cases to say. */
export function pointsLost(
  before: DayOfCentre | undefined,
  now: DayOfCentre | undefined,
  { openCasesAtLeast }: { openCasesAtLeast: number },
): number {
  if (before === undefined || now === undefined) return 0
  if (Math.min(before.openCases, now.openCases) < openCasesAtLeast) return 0
  return Math.max(0, completionPercentage(before) - completionPercentage(now))
}

/** What an adviser's files of a quarter came to. */
export type FilesOfAdviser = {
  files: number
  /** Those that somebody has graded. */
  reviewed: number
  known: { roles: string[]; since: Day } | undefined
}

/** How many reviews are missing of an adviser's files. */
export function reviewsMissing(
  { files, reviewed, known }: FilesOfAdviser,
  { today, newForMonths, grades }: { today: Day; newForMonths: number; grades: Record<AdviserGradeName, Share> },
): number {
  return Math.max(0, sampleSize(files, grades[adviserGrade(known, { today, newForMonths })]) - reviewed)
}

/** The quarter whose end is near enough to tell of missing reviews; undefined at other times. */
export function quarterEnding(
  today: Day,
  daysBefore: number,
): { quarter: string; from: Day; lastDay: Day } | undefined {
  const quarter = quarterOf(today)
  const { from, until } = daysOfQuarter(quarter)
  const lastDay = addDays(until, -1)
  return today >= addDays(lastDay, -daysBefore) ? { quarter, from, lastDay } : undefined
}
