import type { AlertWait } from '../generated/graphql.ts'
import { addDays, type Day } from './days.ts'
import { isWorkingDay } from './working-days.ts'

/** From the shortest to the longest. */
export const waits: AlertWait[] = ['TODAY', 'ONE_TO_TWO_DAYS', 'THREE_TO_FIVE_DAYS', 'SIX_TO_TEN_DAYS', 'OVER_TEN_DAYS']

/** Working days after a day, up to another: 0 on the day itself, and over the weekend that follows it. */
export function workingDaysSince(from: Day, to: Day, holidays: ReadonlySet<Day>): number {
  let days = 0
  for (let day = addDays(from, 1); day <= to && days <= 260; day = addDays(day, 1))
    if (isWorkingDay(day, holidays)) days += 1
  return days
}

export function waitOf(workingDays: number): AlertWait {
  if (workingDays === 0) return 'TODAY'
  if (workingDays <= 2) return 'ONE_TO_TWO_DAYS'
  if (workingDays <= 5) return 'THREE_TO_FIVE_DAYS'
  return workingDays <= 10 ? 'SIX_TO_TEN_DAYS' : 'OVER_TEN_DAYS'
}
