// Calendar days in Europe/London, as ISO text such as '2026-11-24'. Statutory periods count days, not hours.
import { Temporal } from 'temporal-polyfill'

const zone = 'Europe/London'

/** The day in London at a moment. */
export function londonDate(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()
}

/** The moment at which a day begins in London. */
export function startOfLondonDay(day: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
}

/** Calendar days later, or earlier when negative. */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'days' }).days
}

/** For a `@db.Date` column, which Prisma takes as midnight UTC. */
export function dateColumn(day: string): Date {
  return new Date(`${day}T00:00:00.000Z`)
}

/** The day in a `@db.Date` column, which Prisma gives as midnight UTC. */
export function dayOfColumn(value: Date): string {
  return value.toISOString().slice(0, 10)
}
