import type { Force, NextActionKind } from '../generated/graphql.ts'
import { londonDay, type Day } from '../format/calendar-day.ts'
import { urgencyOf, type Urgency } from '../format/countdown.ts'

/** The dates that a case row knows of: the case's own next action, and compliance's next deadline. */
export interface CaseDates {
  nextAction: { kind: NextActionKind; dueOn: string; summary: string | null } | null
  compliance: {
    nextDeadline: { dueAt: string; text: string; code: string; force: Force; overdue: boolean } | null
  } | null
}

export interface UrgentDate {
  day: Day
  urgency: Urgency
  /** In words, or nothing when only the kind is known. */
  what: string | undefined
  kind: NextActionKind | 'COMPLIANCE'
  force: Force | undefined
}

/** What has to happen on a case, the most urgent first: severity, then date. */
export function urgentDates({ nextAction, compliance }: CaseDates, today: Day): UrgentDate[] {
  const dates: UrgentDate[] = []
  if (nextAction) {
    const urgency = nextAction.kind === 'EMERGENCY' ? 'critical' : urgencyOf(nextAction.dueOn, today)
    dates.push({
      day: nextAction.dueOn,
      urgency,
      what: nextAction.summary ?? undefined,
      kind: nextAction.kind,
      force: undefined,
    })
  }
  const deadline = compliance?.nextDeadline
  if (deadline) {
    const day = londonDay(deadline.dueAt)
    dates.push({
      day,
      urgency: deadline.overdue ? 'critical' : urgencyOf(day, today),
      what: deadline.text,
      kind: 'COMPLIANCE',
      force: deadline.force,
    })
  }
  const order: Urgency[] = ['critical', 'high', 'medium', 'low']
  return dates.sort(
    (one, other) => order.indexOf(one.urgency) - order.indexOf(other.urgency) || one.day.localeCompare(other.day),
  )
}
