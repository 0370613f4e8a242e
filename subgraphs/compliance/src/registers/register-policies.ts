import type { Role, Viewer } from '@cma/runtime'
import type { ComplaintAction, DataBreachAction, DataRequestAction, FileReviewStep } from '../generated/graphql.ts'
import type { Complaint, DataBreach, FileReview, SubjectAccessRequest } from '../generated/prisma/client.ts'
import { readers, staff } from '../policies.ts'

// Who may do what with the registers; row-level security in prisma/compliance is the net under it.

const caseworkers: Role[] = ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER']
const table = {
  /** Whoever works at a centre may be the one to whom it is said. */
  RECORD: staff,
  READ_COMPLAINTS: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'],
  HANDLE_COMPLAINTS: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
  /** Of a complaint that one was given. */
  HANDLE_OWN: [...caseworkers, 'COMPLIANCE_OFFICER'],
  READ_DATA_PROTECTION: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'],
  ANSWER_DATA_PROTECTION: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO'],
  READ_FILE_REVIEWS: ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'],
  LEAD_FILE_REVIEWS: ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
  TAKE_PART_IN_FILE_REVIEWS: [...caseworkers, 'COMPLIANCE_OFFICER'],
  READ: readers,
} satisfies Record<string, Role[]>

export type RegisterPermission = keyof typeof table

export function mayRegister(viewer: Viewer, permission: RegisterPermission, centreId: string): boolean {
  return viewer.kind === 'USER' && viewer.hasRole(centreId, ...table[permission])
}

type Parties = Pick<Complaint, 'centreId' | 'aboutUserId' | 'handlerId' | 'receivedBy'>

export function mayReadComplaint(viewer: Viewer, { centreId, handlerId, receivedBy }: Parties): boolean {
  if (mayRegister(viewer, 'READ_COMPLAINTS', centreId)) return true
  return mayRegister(viewer, 'READ', centreId) && (handlerId === viewer.id || receivedBy === viewer.id)
}

export function mayHandleComplaint(viewer: Viewer, { centreId, aboutUserId, handlerId }: Parties): boolean {
  if (aboutUserId === viewer.id) return false
  if (mayRegister(viewer, 'HANDLE_COMPLAINTS', centreId)) return true
  return handlerId === viewer.id && mayRegister(viewer, 'HANDLE_OWN', centreId)
}

export function mayAssignComplaint(viewer: Viewer, { centreId, aboutUserId }: Parties): boolean {
  return aboutUserId !== viewer.id && mayRegister(viewer, 'HANDLE_COMPLAINTS', centreId)
}

/** Second person only: never the adviser whose file it is. */
export function mayGrade(viewer: Viewer, review: Pick<FileReview, 'centreId' | 'adviserId' | 'reviewerId'>): boolean {
  if (review.adviserId === viewer.id) return false
  if (mayRegister(viewer, 'LEAD_FILE_REVIEWS', review.centreId)) return true
  return review.reviewerId === viewer.id && mayRegister(viewer, 'TAKE_PART_IN_FILE_REVIEWS', review.centreId)
}

export function mayReadFileReview(
  viewer: Viewer,
  { centreId, adviserId, reviewerId }: Pick<FileReview, 'centreId' | 'adviserId' | 'reviewerId'>,
): boolean {
  if (mayRegister(viewer, 'READ_FILE_REVIEWS', centreId)) return true
  return mayRegister(viewer, 'READ', centreId) && (adviserId === viewer.id || reviewerId === viewer.id)
}

export function mayCompleteAction(viewer: Viewer, review: Pick<FileReview, 'centreId' | 'adviserId'>): boolean {
  if (mayRegister(viewer, 'LEAD_FILE_REVIEWS', review.centreId)) return true
  return review.adviserId === viewer.id && mayRegister(viewer, 'TAKE_PART_IN_FILE_REVIEWS', review.centreId)
}

const those = <Name extends string>(possible: Record<Name, boolean>): Name[] =>
  (Object.keys(possible) as Name[]).filter((name) => possible[name])

export function allowedComplaintActions(viewer: Viewer, row: Complaint, chanceOpen: boolean): ComplaintAction[] {
  const handles = row.state === 'OPEN' && mayHandleComplaint(viewer, row)
  return those<ComplaintAction>({
    ACKNOWLEDGE: handles && row.acknowledgedOn === null,
    ASSIGN: row.state === 'OPEN' && mayAssignComplaint(viewer, row),
    RESOLVE_EARLY: handles && chanceOpen,
    SEND_HOLDING_REPLY: handles && row.holdingReplyOn === null,
    SEND_FINAL_RESPONSE: handles,
    WITHDRAW: handles,
  })
}

export function allowedRequestActions(
  viewer: Viewer,
  row: SubjectAccessRequest,
  extendable: boolean,
): DataRequestAction[] {
  const answers = row.closedOn === null && mayRegister(viewer, 'ANSWER_DATA_PROTECTION', row.centreId)
  const open = answers && row.state === 'OPEN'
  return those<DataRequestAction>({
    ASSIGN: answers,
    PAUSE: open,
    RESUME: answers && row.state === 'PAUSED',
    EXTEND: open && row.extendedOn === null && extendable,
    ANSWER: open,
    REFUSE: answers,
  })
}

export function allowedBreachActions(viewer: Viewer, row: DataBreach): DataBreachAction[] {
  const answers = row.state !== 'CLOSED' && mayRegister(viewer, 'ANSWER_DATA_PROTECTION', row.centreId)
  return those<DataBreachAction>({
    ASSESS: answers && row.reportedAt === null,
    REPORT: answers && row.reportable === true && row.reportedAt === null,
    CLOSE: answers && (row.reportable === false || row.reportedAt !== null),
  })
}

export function allowedReviewSteps(viewer: Viewer, row: FileReview): FileReviewStep[] {
  return those<FileReviewStep>({
    ASSIGN: row.state === 'SAMPLED' && mayRegister(viewer, 'LEAD_FILE_REVIEWS', row.centreId),
    GRADE: row.state === 'SAMPLED' && mayGrade(viewer, row),
    COMPLETE_ACTION: row.state === 'ACTIONS_OPEN' && mayCompleteAction(viewer, row),
  })
}
