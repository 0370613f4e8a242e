import type { AlertSeverity, AlertWait, Force } from '../generated/graphql.ts'
import { addDays, daysBetween, type Day } from '../format/calendar-day.ts'
import { formatTime } from '../format/dates.ts'

export const waits: AlertWait[] = ['TODAY', 'ONE_TO_TWO_DAYS', 'THREE_TO_FIVE_DAYS', 'SIX_TO_TEN_DAYS', 'OVER_TEN_DAYS']

export interface WaitingCell {
  severity: AlertSeverity
  waited: AlertWait
  alerts: number
  overTarget: number
}

/** The cell of the grid; one with nothing in it where the graph left it out. */
export function cellOf(cells: readonly WaitingCell[], severity: AlertSeverity, waited: AlertWait): WaitingCell {
  return (
    cells.find((cell) => cell.severity === severity && cell.waited === waited) ?? {
      severity,
      waited,
      alerts: 0,
      overTarget: 0,
    }
  )
}

export function sumOf(cells: readonly WaitingCell[], severity?: AlertSeverity): number {
  return cells
    .filter((cell) => severity === undefined || cell.severity === severity)
    .reduce((sum, { alerts }) => sum + alerts, 0)
}

export interface Point {
  takenOn: Day
  completionPercentage: number
}

/** How many weeks a line is drawn over. */
export const weeksShown = 13

/**
 * The points of a line in a box of 100 by 40: from 13 weeks ago at the left to today at the right, 0 % at the bottom. A single
 * record is a short line, so that it can be seen.
 */
export function linePoints(history: readonly Point[], today: Day): string {
  const x = (day: Day) => 100 - Math.min(100, (daysBetween(day, today) / (7 * weeksShown)) * 100)
  const y = (percent: number) => 40 - percent * 0.4
  const points = history.map(({ takenOn, completionPercentage }) => [x(takenOn), y(completionPercentage)] as const)
  const drawn = points.length === 1 ? [[points[0]![0] - 2, points[0]![1]] as const, points[0]!] : points
  return drawn.map(([at, height]) => `${round(at)},${round(height)}`).join(' ')
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

/** The last record of each of the 13 weeks before today, the oldest first; undefined where there is none. Today itself is apart. */
export function weeklyPercents(history: readonly Point[], today: Day): (number | undefined)[] {
  return Array.from({ length: weeksShown }, (_, index) => {
    const week = weeksShown - index
    return history.findLast(({ takenOn }) => takenOn !== today && Math.floor(daysBetween(takenOn, today) / 7) === week)
      ?.completionPercentage
  })
}

/** The days at whose end those weeks stand. */
export function weekDays(today: Day): Day[] {
  return Array.from({ length: weeksShown }, (_, index) => addDays(today, -7 * (weeksShown - index)))
}

export interface Due {
  id: string
  text: string
  force: Force
  dueAt: string
  overdue: boolean
  case: { id: string; reference: string } | null
  centre: { id: string; name: string } | null
}

export interface DueGroup {
  text: string
  late: number
  due: Due[]
}

/** Deadlines of one day and force that say the same, as one: the most frequent first, what is late before what is not. */
export function groupsOf(due: readonly Due[]): DueGroup[] {
  return [...Map.groupBy(due, ({ text }) => text)]
    .map(([text, group]) => ({ text, late: group.filter(({ overdue }) => overdue).length, due: group }))
    .sort(
      (one, other) => other.late - one.late || other.due.length - one.due.length || one.text.localeCompare(other.text),
    )
}

/** The time of day in London, as people greet. */
export function partOfDay(time: string): 'morning' | 'afternoon' | 'evening' {
  if (time >= '04:00' && time < '12:00') return 'morning'
  return time >= '12:00' && time < '18:00' ? 'afternoon' : 'evening'
}

export function partOfDayNow(): ReturnType<typeof partOfDay> {
  return partOfDay(formatTime(new Date()))
}
