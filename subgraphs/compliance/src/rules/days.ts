import { startOfLondonDay } from '@cma/runtime/london-date'
import { Temporal } from 'temporal-polyfill'

/** A calendar day, `2026-11-24`. */
export type Day = string

const millisecondsOfDay = 86_400_000
/** Seven times twenty-four hours. */
export const weekMs = 7 * millisecondsOfDay

const ends = new Map<Day, number>() // the same few hundred days are asked for again and again

/** The last millisecond of a calendar day in London. What is due on a day is late from the next midnight there. */
export function endOfDay(day: Day): Date {
  let end = ends.get(day)
  if (end === undefined) {
    end = startOfLondonDay(addDays(day, 1)).getTime() - 1
    if (ends.size > 10_000) ends.clear()
    ends.set(day, end)
  }
  return new Date(end)
}

/** A day so many days later, or earlier when negative. Days have no hours, so no clock change touches them. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * millisecondsOfDay).toISOString().slice(0, 10)
}

/** How many days later a day is than another; negative when it is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / millisecondsOfDay)
}

/** The same day of a later month; the last day of the month where it has no such day. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }, { overflow: 'constrain' }).toString()
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}
