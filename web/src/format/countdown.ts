import { daysBetween, type Day } from './calendar-day.ts'

/** How far off a deadline is. The words are in the catalogue: `when.today`, `when.tomorrow`, `when.ahead`, `when.late`. */
export interface Countdown {
  kind: 'today' | 'tomorrow' | 'ahead' | 'late'
  /** Days until the deadline, or since it, never negative. */
  days: number
}

export function countdownTo(due: Day, today: Day): Countdown {
  const days = daysBetween(today, due)
  if (days < 0) return { kind: 'late', days: -days }
  if (days === 0) return { kind: 'today', days }
  return days === 1 ? { kind: 'tomorrow', days } : { kind: 'ahead', days }
}

export type Urgency = 'critical' | 'high' | 'medium' | 'low'

/** The severity that a plain date has of its own: late is critical, two days high, a week medium. */
export function urgencyOf(due: Day, today: Day): Urgency {
  const days = daysBetween(today, due)
  if (days < 0) return 'critical'
  if (days <= 2) return 'high'
  return days <= 7 ? 'medium' : 'low'
}
