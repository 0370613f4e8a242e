import type { Jurisdiction } from '../generated/graphql.ts'
import { addDays, weekday, type Day } from './days.ts'

/** The bank holidays of each legal system, substitute days included. */
export type BankHolidays = Record<Jurisdiction, ReadonlySet<Day>>

/** Whether a day is neither Saturday, Sunday nor a bank holiday. */
export function isWorkingDay(day: Day, holidays: ReadonlySet<Day>): boolean {
  const number = weekday(day)
  return number !== 0 && number !== 6 && !holidays.has(day)
}

/** The day itself when it is a working day, else the next one. */
export function workingDayFrom(day: Day, holidays: ReadonlySet<Day>): Day {
  let found = day
  while (!isWorkingDay(found, holidays)) found = addDays(found, 1)
  return found
}

/** The day itself when it is a working day, else the one before. */
export function workingDayUntil(day: Day, holidays: ReadonlySet<Day>): Day {
  let found = day
  while (!isWorkingDay(found, holidays)) found = addDays(found, -1)
  return found
}

/** The n-th working day after a day; the day itself does not count, whatever it is. With n = 0, the day itself or the working day that follows. */
export function addWorkingDays(day: Day, n: number, holidays: ReadonlySet<Day>): Day {
  let found = n === 0 ? workingDayFrom(day, holidays) : day
  for (let left = n; left > 0; left--) found = workingDayFrom(addDays(found, 1), holidays)
  return found
}
