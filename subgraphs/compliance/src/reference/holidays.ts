import type { BankHolidays } from '../rules/working-days.ts'
import type { BankHolidayFile } from './framework-file.ts'

/** The calendars in the form in which the rules take them. */
export function holidaysOf({ calendars }: BankHolidayFile): BankHolidays {
  const days = (calendar: keyof BankHolidays) => new Set(calendars[calendar]?.map(({ day }) => day))
  return {
    ENGLAND_WALES: days('ENGLAND_WALES'),
    SCOTLAND: days('SCOTLAND'),
    NORTHERN_IRELAND: days('NORTHERN_IRELAND'),
  }
}
