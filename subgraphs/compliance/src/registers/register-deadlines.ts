import { bankHolidays } from '../calendars.ts'
import type { Context } from '../context.ts'
import type {
  Complaint,
  DataBreach,
  FileReview,
  FileReviewAction,
  SubjectAccessRequest,
} from '../generated/prisma/client.ts'
import { deadlinesOf, nextOf, type Clocked, type DeadlineRow } from './register-clock.ts'
import { registerDeadlines, type RegisterDeadlines } from './register-reference.ts'

type Register = Exclude<keyof RegisterDeadlines, 'calendar'>

export async function deadlinesIn(register: Register, clocked: Clocked, now: Date): Promise<DeadlineRow[]> {
  const definitions = await registerDeadlines()
  const holidays = (await bankHolidays())[definitions.calendar]
  return deadlinesOf(definitions[register], clocked, { now, holidays })
}

export const complaintDeadlines = (row: Complaint, now: Date) => deadlinesIn('complaint', clockOfComplaint(row), now)
export const requestDeadlines = (row: SubjectAccessRequest, now: Date) =>
  deadlinesIn('subjectAccessRequest', clockOfRequest(row), now)
export const breachDeadlines = (row: DataBreach, now: Date) => deadlinesIn('dataBreach', clockOfBreach(row), now)
export const reviewDeadlines = (row: FileReview, actions: FileReviewAction[], now: Date) =>
  deadlinesIn('fileReview', clockOfReview(row, actions), now)

export async function nextDeadline(deadlines: Promise<DeadlineRow[]>, ctx: Context): Promise<DeadlineRow | null> {
  return nextOf(await deadlines, ctx.services.clock.now())
}

export function clockOfComplaint(row: Complaint): Clocked {
  const closed = row.state !== 'OPEN'
  return {
    anchors: { RECEIVED: row.receivedOn },
    met: {
      // A complaint that is resolved within three days needs no acknowledgement of its own.
      ACKNOWLEDGED: row.acknowledgedOn ?? (row.state === 'RESOLVED_EARLY' ? row.closedOn : null),
      RESOLVED_EARLY: row.state === 'RESOLVED_EARLY' ? row.closedOn : null,
      CLOSED: row.state === 'WITHDRAWN' ? null : row.closedOn,
    },
    holds: [],
    closed,
  }
}

export function clockOfRequest(row: SubjectAccessRequest): Clocked {
  return {
    // While it stands still, nobody knows when it will end.
    anchors: row.pausedOn === null ? { RECEIVED: row.receivedOn } : {},
    met: { CLOSED: row.closedOn },
    holds: row.extendedOn === null ? [] : ['EXTENDED'],
    closed: row.closedOn !== null,
    pausedDays: row.pausedDays,
  }
}

export function clockOfBreach(row: DataBreach): Clocked {
  return {
    anchors: { DISCOVERED: row.discoveredAt },
    met: { ASSESSED: row.assessedAt, REPORTED: row.reportedAt },
    holds: row.reportable === false ? ['NOT_REPORTABLE'] : [],
    closed: row.closedAt !== null,
  }
}

export function clockOfReview(row: FileReview, actions: FileReviewAction[]): Clocked {
  const last = actions.map(({ doneAt }) => doneAt).reduce(latest, null)
  const done = actions.length > 0 && actions.every(({ doneAt }) => doneAt !== null)
  const asked = actions.length > 0 ? [row.grade === 'HARM' ? 'HARM' : 'ACTIONS'] : []
  return {
    anchors: { SAMPLED: row.sampledAt, ...(row.gradedAt !== null && { GRADED: row.gradedAt }) },
    met: { GRADED: row.gradedAt, ACTIONS_DONE: done ? last : null },
    holds: asked,
    closed: row.state === 'GRADED' || row.state === 'DONE',
  }
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b
  return a > b ? a : b
}
