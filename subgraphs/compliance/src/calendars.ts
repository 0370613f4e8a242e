import { holidaysOf } from './reference/holidays.ts'
import { readReferenceData } from './reference/read-reference-data.ts'
import type { BankHolidays } from './rules/working-days.ts'

let read: Promise<BankHolidays> | undefined

/** The bank holidays, read once a process. They are the file's, as the engine lays them into the database too. */
export function bankHolidays(): Promise<BankHolidays> {
  return (read ??= readReferenceData().then((data) => holidaysOf(data.bankHolidays)))
}
