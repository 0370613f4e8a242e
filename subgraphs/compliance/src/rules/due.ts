import type { Jurisdiction } from '../generated/graphql.ts'
import { londonDate } from '@cma/runtime/london-date'
import { addDays, addMonths, endOfDay } from './days.ts'
import { addWorkingDays, workingDayFrom, type BankHolidays } from './working-days.ts'

/**
 * What a clock starts from: `CASE_OPENED`, `STAGE_ENTERED:<stage>`, `APPOINTMENT:<kind>` (the first that was attended;
 * FIRST is the first of any kind), `ITEM_DONE:<code>`. Further kinds need only an entry in the case's anchors.
 */
export type AnchorKey = string

/** When something has to be done, as data. */
export type Clock = {
  /** The first that is known starts the clock. */
  anchors: AnchorKey[]
  offset: number
  unit: 'CALENDAR_DAY' | 'WORKING_DAY' | 'WEEK' | 'MONTH'
  /** Whose bank holidays count; those of the case's own law unless said. */
  calendar?: Jurisdiction | undefined
  /** Moves a day that is not a working day to the next that is. */
  roll?: 'NEXT_WORKING_DAY' | undefined
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
  const day = offsetDay(londonDate(start), clock, calendar)
  return endOfDay(clock.roll === 'NEXT_WORKING_DAY' ? workingDayFrom(day, calendar) : day)
}

function offsetDay(day: string, { offset, unit }: Clock, calendar: ReadonlySet<string>): string {
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
