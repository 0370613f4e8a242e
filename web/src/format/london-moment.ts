import { londonDay, type Day } from './calendar-day.ts'

/** The moment at which a clock in London shows a time on a day, ISO 8601 in UTC. */
export function momentInLondon(day: Day, time: string): string {
  const guess = new Date(`${day}T${time}:00Z`)
  const shown = londonClock.format(guess)
  // In summer the clock is an hour ahead of UTC, so the moment is an hour earlier.
  const early = londonDay(guess) === day && shown === time
  return (early ? guess : new Date(guess.getTime() - 3_600_000)).toISOString()
}

const londonClock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Europe/London',
})
