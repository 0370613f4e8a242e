import { londonDate } from '@cma/runtime/london-date'
import type { Force, Jurisdiction } from '../generated/graphql.ts'
import { addDays, endOfDay, type Day } from './days.ts'
import { offsetDay, rolled, type DayUnit, type Roll } from './due.ts'
import type { BankHolidays } from './working-days.ts'

/** Days (`2026-11-24`) and moments (ISO 8601) of a matter, by name. */
export type MatterAnchors = Readonly<Record<string, string>>
export type MatterFacts = Readonly<Record<string, string | number | boolean>>

/** A clock as data: reference-data/clocks. */
export type ClockRule = {
  code: string
  text: string
  /** The first that is known starts the clock. */
  anchors: string[]
  offset: number
  /** HOUR is elapsed time from a moment, by night, at weekends and across clock changes. */
  unit: DayUnit | 'HOUR'
  /** Whose bank holidays count; CASE is the legal system of the case, and that of England and Wales where there is none. */
  calendar: Jurisdiction | 'CASE'
  roll: Roll
  force: Force
  ruleReference: string
  effectiveFrom: Day
  /** The first day on which this version is no longer in force. */
  effectiveTo?: Day | undefined
  /** Facts that all have to be so for the clock to count at all. */
  onlyIf: MatterFacts
  /** Facts of which none may be so. */
  unless: MatterFacts
  /** The name of a number that adds to the offset, such as months of an extension. */
  offsetPlus?: string | undefined
  /** Named days: what has to be done was done. */
  metBy: string[]
  /** Named days: it need not be done any more. */
  stoppedBy: string[]
  /** Waits while the matter is paused, and runs so many days longer. */
  pausable: boolean
  /** A limit that merely passes: nothing is late after it. */
  passes: boolean
}

export type ClockState = 'RUNNING' | 'PAUSED' | 'MET' | 'STOPPED'

/** A clock as it stands; `dueAt` is null while it is paused. */
export type ClockStanding = { rule: ClockRule; state: ClockState; dueAt: Date | null }

/** What a clock is worked out from, of a matter. */
export type ClockMatter = {
  anchors: MatterAnchors
  facts: MatterFacts
  law: Jurisdiction
  /** Days for which it was paused and goes on again. */
  pausedDays: number
  /** Whether it is paused now. */
  paused: boolean
  /** Nothing is to be done about it any more, such as of a closed case. */
  over: boolean
}

/**
 * How a clock stands for a matter, by the version in force on the day of its anchor; undefined while it has not started, or is not one
 * for such a matter.
 * @param versions of one clock, the oldest first
 */
export function clockStanding(
  versions: ClockRule[],
  matter: ClockMatter,
  { now, holidays }: { now: Date; holidays: BankHolidays },
): ClockStanding | undefined {
  const rule = versions.findLast((version) => isInForce(version, matter.anchors))
  if (rule === undefined || !appliesTo(rule, matter.facts)) return undefined
  const dueAt = clockDue(rule, matter, holidays)
  const has = (name: string) => matter.anchors[name] !== undefined
  if (rule.metBy.some(has)) return { rule, state: 'MET', dueAt }
  if (matter.over || rule.stoppedBy.some(has)) return { rule, state: 'STOPPED', dueAt }
  if (rule.pausable && matter.paused) return { rule, state: 'PAUSED', dueAt: null }
  return { rule, state: rule.passes && dueAt < now ? 'STOPPED' : 'RUNNING', dueAt }
}

/** The last millisecond in which it can be done: of a day in London, or so many hours after a moment. */
export function clockDue(
  rule: ClockRule,
  { anchors, facts, law, pausedDays }: Pick<ClockMatter, 'anchors' | 'facts' | 'law' | 'pausedDays'>,
  holidays: BankHolidays,
): Date {
  const start = anchorOf(rule, anchors)!
  const offset = rule.offset + (rule.offsetPlus === undefined ? 0 : Number(facts[rule.offsetPlus] ?? 0))
  if (rule.unit === 'HOUR') return new Date(new Date(start).getTime() + offset * 3_600_000)
  const calendar = holidays[rule.calendar === 'CASE' ? law : rule.calendar]
  const day = offsetDay(dayOf(start), { offset, unit: rule.unit }, calendar)
  return endOfDay(rolled(addDays(day, rule.pausable ? pausedDays : 0), rule.roll, calendar))
}

/** The calendar day in London of a named day or moment. */
export function dayOf(anchor: string): Day {
  return anchor.length === 10 ? anchor : londonDate(new Date(anchor))
}

function anchorOf(rule: ClockRule, anchors: MatterAnchors): string | undefined {
  return rule.anchors.map((name) => anchors[name]).find((value) => value !== undefined)
}

function isInForce(rule: ClockRule, anchors: MatterAnchors): boolean {
  const start = anchorOf(rule, anchors)
  if (start === undefined) return false
  const day = dayOf(start)
  return rule.effectiveFrom <= day && (rule.effectiveTo === undefined || day < rule.effectiveTo)
}

function appliesTo({ onlyIf, unless }: ClockRule, facts: MatterFacts): boolean {
  const holds = ([name, value]: [string, unknown]) => facts[name] === value
  return Object.entries(onlyIf).every(holds) && !Object.entries(unless).some(holds)
}
