/** A day of the calendar in the United Kingdom, ISO 8601, such as `2026-11-24`. */
export type Day = string

const dayMs = 86_400_000

const londonParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The day in London at a moment (a Date, or ISO 8601 in UTC). */
export function londonDay(moment: Date | string): Day {
  return londonParts.format(new Date(moment))
}

/** Today in London. */
export function today(): Day {
  return londonDay(new Date())
}

/** Days as UTC midnights: calendar arithmetic that no change of the clocks disturbs. */
export function dayToUtc(day: Day): Date {
  return new Date(`${day}T00:00:00Z`)
}

export function utcToDay(date: Date): Day {
  return date.toISOString().slice(0, 10)
}

export function addDays(day: Day, days: number): Day {
  return utcToDay(new Date(dayToUtc(day).getTime() + days * dayMs))
}

/** How many days `to` lies after `from`; negative when before. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((dayToUtc(to).getTime() - dayToUtc(from).getTime()) / dayMs)
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
  return dayToUtc(day).getUTCDay()
}

/** Whole years between a birth and a day. */
export function ageOn(birth: Day, on: Day): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4))
  return on.slice(5) < birth.slice(5) ? years - 1 : years
}
