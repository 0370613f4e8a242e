import type { Jurisdiction } from '../generated/graphql.ts'
import { londonDate } from '@cma/runtime/london-date'
import { addDays, addMonths, endOfDay } from './days.ts'
import { addWorkingDays, workingDayFrom, workingDayUntil, type BankHolidays } from './working-days.ts'

/**
 * What a clock starts from: `CASE_OPENED`, `STAGE_ENTERED:<stage>`, `APPOINTMENT:<kind>` (the first that was attended;
 * FIRST is the first of any kind), `ITEM_DONE:<code>`. Further kinds need only an entry in the case's anchors.
 */
export type AnchorKey = string

export type DayUnit = 'CALENDAR_DAY' | 'WORKING_DAY' | 'WEEK' | 'MONTH'

/** Where a day goes that is not a working day. */
export type Roll = 'NEXT_WORKING_DAY' | 'PREVIOUS_WORKING_DAY' | 'NONE'

/** When something has to be done, as data. */
export type Clock = {
  /** The first that is known starts the clock. */
  anchors: AnchorKey[]
  offset: number
  unit: DayUnit
  /** Whose bank holidays count; those of the case's own law unless said. */
  calendar?: Jurisdiction | undefined
  /** It stays where it is unless said. */
  roll?: Roll | undefined
}

/** What is known of a case that starts clocks. */
export type Anchors = ReadonlyMap<AnchorKey, Date>

/** The end of the day in London by which it has to be done; undefined while the clock has not started. */
export function dueAt(
  clock: Clock | undefined,
  { anchors, jurisdiction, holidays }: { anchors: Anchors; jurisdiction: Jurisdiction; holidays: BankHolidays },
): Date | undefined {
  const start = clock?.anchors.map((key) => anchors.get(key)).find((moment) => moment !== undefined)
  if (clock === undefined || start === undefined) return undefined
  const calendar = holidays[clock.calendar ?? jurisdiction]
  return endOfDay(dueDay(londonDate(start), clock, calendar))
}

/** The day that lies so far after another, rolled. */
export function dueDay(
  day: string,
  clock: { offset: number; unit: DayUnit; roll?: Roll | undefined },
  calendar: ReadonlySet<string>,
): string {
  return rolled(offsetDay(day, clock, calendar), clock.roll, calendar)
}

/** A day, or the working day next to it. */
export function rolled(day: string, roll: Roll | undefined, calendar: ReadonlySet<string>): string {
  if (roll === 'NEXT_WORKING_DAY') return workingDayFrom(day, calendar)
  return roll === 'PREVIOUS_WORKING_DAY' ? workingDayUntil(day, calendar) : day
}

export function offsetDay(
  day: string,
  { offset, unit }: { offset: number; unit: DayUnit },
  calendar: ReadonlySet<string>,
): string {
  switch (unit) {
    case 'CALENDAR_DAY':
      return addDays(day, offset)
    case 'WORKING_DAY':
      return addWorkingDays(day, offset, calendar)
    case 'WEEK':
      return addDays(day, offset * 7)
    case 'MONTH':
      return addMonths(day, offset)
  }
}
