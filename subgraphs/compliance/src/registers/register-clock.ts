import { londonDate } from '@cma/runtime/london-date'
import type { Force } from '../generated/graphql.ts'
import { addDays, addMonths, endOfDay } from '../rules/days.ts'
import { addWorkingDays, workingDayFrom } from '../rules/working-days.ts'
import type { DeadlineDefinition } from './register-reference.ts'

/** What is known of a complaint, request, breach or review that its clocks need. */
export type Clocked = {
  anchors: Partial<Record<DeadlineDefinition['clock']['anchor'], Date>>
  /** When what ends a clock happened, by name. */
  met: Record<string, Date | null>
  /** The names of conditions that hold. */
  holds: string[]
  /** Since when nothing runs any more. */
  closed: boolean
  /** Days for which the clock stood still. */
  pausedDays?: number
}

export type DeadlineRow = {
  code: string
  text: string
  dueAt: Date
  force: Force
  ruleReference: string
  verified: boolean
  metAt: Date | null
  stopped: boolean
  milestone: boolean
  overdue: boolean
}

type Surroundings = { now: Date; holidays: ReadonlySet<string> }

/** The deadlines that follow from what is known, the earliest first. Pure. */
export function deadlinesOf(definitions: DeadlineDefinition[], clocked: Clocked, { now, holidays }: Surroundings) {
  return definitions
    .flatMap((one): DeadlineRow[] => {
      const start = clocked.anchors[one.clock.anchor]
      if (start === undefined || !counts(one, clocked.holds)) return []
      const due = dueAt(one.clock, start, { holidays, pausedDays: clocked.pausedDays ?? 0 })
      const metAt = clocked.met[one.metBy] ?? null
      const stopped = clocked.closed && metAt === null
      const { code, text, force, ruleReference, verified, milestone } = one
      const overdue = metAt === null && !stopped && !milestone && due < now
      return [{ code, text, dueAt: due, force, ruleReference, verified, metAt, stopped, milestone, overdue }]
    })
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
}

/** The first that is late, else the first that is still to come. */
export function nextOf(deadlines: DeadlineRow[], now: Date): DeadlineRow | null {
  const running = deadlines.filter(({ metAt, stopped }) => metAt === null && !stopped)
  return running.find(({ overdue }) => overdue) ?? running.find(({ dueAt: due }) => due >= now) ?? null
}

function counts({ when, unless }: DeadlineDefinition, holds: string[]): boolean {
  return (when === undefined || holds.includes(when)) && (unless === undefined || !holds.includes(unless))
}

/** The moment an hour's clock ends, or the end of the day in London on which another does. */
export function dueAt(
  { offset, unit, roll }: DeadlineDefinition['clock'],
  start: Date,
  { holidays, pausedDays }: { holidays: ReadonlySet<string>; pausedDays: number },
): Date {
  if (unit === 'HOUR') return new Date(start.getTime() + offset * 3_600_000)
  const from = londonDate(start)
  const day = {
    CALENDAR_DAY: () => addDays(from, offset),
    WORKING_DAY: () => addWorkingDays(from, offset, holidays),
    WEEK: () => addDays(from, offset * 7),
    MONTH: () => addMonths(from, offset),
  }[unit]()
  const moved = addDays(day, pausedDays)
  return endOfDay(roll === 'NEXT_WORKING_DAY' ? workingDayFrom(moved, holidays) : moved)
}
