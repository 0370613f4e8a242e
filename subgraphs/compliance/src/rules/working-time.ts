import { londonDate } from '@cma/runtime/london-date'
import { Temporal } from 'temporal-polyfill'
import { addDays, weekday, type Day } from './days.ts'

const millisecondsOfHour = 3_600_000

/** Hours of the clock in London on which people are at work, on these days of the week (0 is Sunday). */
export type WorkingHours = { from: string; to: string; weekdays: number[] }

/**
 * The moment at which so many hours of working time have gone since another. Time outside the hours, on other days of the week and on
 * bank holidays does not count.
 */
export function addWorkingHours(
  from: Date,
  hours: number,
  { at, holidays }: { at: WorkingHours; holidays: ReadonlySet<Day> },
): Date {
  let left = hours * millisecondsOfHour
  for (let day = londonDate(from); ; day = addDays(day, 1)) {
    if (!at.weekdays.includes(weekday(day)) || holidays.has(day)) continue
    const [opens, closes] = [londonMoment(day, at.from), londonMoment(day, at.to)]
    const begin = Math.max(from.getTime(), opens)
    if (begin >= closes) continue
    if (begin + left <= closes) return new Date(begin + left)
    left -= closes - begin
  }
}

/** How many hours of working time a working day has. */
export function hoursOfWorkingDay({ from, to }: WorkingHours): number {
  return Temporal.PlainTime.from(from).until(Temporal.PlainTime.from(to)).total('hours')
}

function londonMoment(day: Day, time: string): number {
  return Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime('Europe/London').epochMilliseconds
}
