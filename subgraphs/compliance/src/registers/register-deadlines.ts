import { bankHolidays } from '../calendars.ts'
import type { Context } from '../context.ts'
import type { Jurisdiction } from '../generated/graphql.ts'
import type {
  Complaint,
  DataBreach,
  FileReview,
  FileReviewAction,
  PrismaClient,
  SubjectAccessRequest,
} from '../generated/prisma/client.ts'
import { deadlinesOf, nextOf, type Clocked, type DeadlineRow } from './register-clock.ts'
import { registerDeadlines, type RegisterDeadlines } from './register-reference.ts'

type Register = Exclude<keyof RegisterDeadlines, 'calendar'>

/** How days are counted: as of when, and by whose bank holidays. */
export type Counting = { now: Date; law: Jurisdiction | null }

export async function deadlinesIn(
  register: Register,
  clocked: Clocked,
  { now, law }: Counting,
): Promise<DeadlineRow[]> {
  const definitions = await registerDeadlines()
  return deadlinesOf(definitions[register], clocked, { now, holidays: await holidaysUnder(law) })
}

/** Of the law of the case; of what belongs to no case, of the registers' own. */
export async function holidaysUnder(law: Jurisdiction | null): Promise<ReadonlySet<string>> {
  return (await bankHolidays())[law ?? (await registerDeadlines()).calendar]
}

/** The law of the case that a thing belongs to, for commands. */
export async function lawOfCase(tx: PrismaClient, caseId: string | null): Promise<Jurisdiction | null> {
  const fact = caseId === null ? null : await tx.caseFact.findUnique({ where: { caseId } })
  return (fact?.jurisdiction as Jurisdiction | undefined) ?? null
}

export const complaintDeadlines = (row: Complaint, counting: Counting) =>
  deadlinesIn('complaint', clockOfComplaint(row), counting)
export const requestDeadlines = (row: SubjectAccessRequest, counting: Counting) =>
  deadlinesIn('subjectAccessRequest', clockOfRequest(row), counting)
export const breachDeadlines = (row: DataBreach, counting: Counting) =>
  deadlinesIn('dataBreach', clockOfBreach(row), counting)
export const reviewDeadlines = (row: FileReview, actions: FileReviewAction[], counting: Counting) =>
  deadlinesIn('fileReview', clockOfReview(row, actions), counting)

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
