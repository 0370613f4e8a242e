import { londonDate, startOfLondonDay } from '@cma/runtime/london-date'
import type { MatterPicture } from '../engine/matter-picture.ts'
import { dayOf } from '../rules/matter-clock.ts'
import { addDays } from '../rules/days.ts'

/** Of what holds as soon as its event is recorded, whatever day it names. */
export const atOnce = new Date(0)

/** The time of a clock of the matter while it runs; undefined once it is met, stopped or paused, or before it starts. */
export function runningUntil({ clocks }: MatterPicture, code: string): Date | undefined {
  const clock = clocks.get(code)
  return clock?.state === 'RUNNING' ? clock.dueAt! : undefined
}

/** The midnight with which the day begins that lies so many days before a moment's. */
export function daysBefore(moment: Date, days: number): Date {
  return startOfLondonDay(addDays(londonDate(moment), -days))
}

/** The midnight with which the day begins that lies so many days after a named day of the matter. */
export function daysAfter({ matter }: MatterPicture, anchor: string, days: number): Date {
  return startOfLondonDay(addDays(dayOf(matter.anchors[anchor]!), days))
}

/** The first moment after a deadline. */
export function past(dueAt: Date): Date {
  return new Date(dueAt.getTime() + 1)
}
