// Where days of inputs may lie, seen from today in London.
import { addDays, londonDate, type Clock } from '@cma/runtime'
import type { Refuse } from './context.ts'

/** @returns what is wrong with the day */
type Rule = (day: string, today: string) => string | undefined

const sinceRecords = '1900-01-01'

export const ofBirth: Rule = (day, today) => {
  if (day > today) return "A date of birth can't lie in the future. Check the year"
  return day < sinceRecords ? "A date of birth can't lie before 1900. Check the year" : undefined
}

/** When something began or ended. */
export const past: Rule = (day, today) => {
  if (day > today) return 'This day lies in the future. Give today or an earlier day'
  return day < sinceRecords ? "This day can't lie before 1900. Check the year" : undefined
}

/** When something is to happen. */
export const coming: Rule = (day, today) => {
  if (day < today) return 'This day lies in the past. Give today or a later day'
  return day > addDays(today, 3_660) ? 'This day lies more than ten years ahead. Check the year' : undefined
}

/** Of something that may be near in either direction, such as an eviction that has just taken place. */
export const near: Rule = (day, today) =>
  day < addDays(today, -366) || day > addDays(today, 1_830)
    ? 'This day lies more than a year back or five years ahead. Check the year'
    : undefined

type Work = { refuse: Refuse; clock: Clock }

export function requireDay({ refuse, clock }: Work, day: string | null | undefined, rule: Rule, field: string): void {
  const problem = day && rule(day, londonDate(clock.now()))
  if (problem) refuse('INVALID_INPUT', problem, field)
}
