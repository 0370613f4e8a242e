// The registers' part of the resolvers: complaints, data requests, breaches, file reviews.
import { dayOfColumn, resultOf } from '@cma/runtime'
import type { Context } from '../context.ts'
import type * as Graph from '../generated/graphql.ts'
import type { Complaint, DataBreach, FileReview, SubjectAccessRequest } from '../generated/prisma/client.ts'
import { reference } from '../rows.ts'
import { acknowledgeComplaint } from './acknowledge-complaint.ts'
import { answerSubjectAccessRequest } from './answer-subject-access-request.ts'
import { assessDataBreach } from './assess-data-breach.ts'
import { assignComplaint } from './assign-complaint.ts'
import { assignFileReview } from './assign-file-review.ts'
import { assignSubjectAccessRequest } from './assign-subject-access-request.ts'
import { closeDataBreach } from './close-data-breach.ts'
import { completeFileReviewAction } from './complete-file-review-action.ts'
import { drawFileReviewSample } from './draw-file-review-sample.ts'
import { extendSubjectAccessRequest } from './extend-subject-access-request.ts'
import { gradeFileReview } from './grade-file-review.ts'
import { complaints, dataBreaches, fileReviews, subjectAccessRequests } from './list-registers.ts'
import { pauseSubjectAccessRequest } from './pause-subject-access-request.ts'
import { recordComplaint } from './record-complaint.ts'
import { recordDataBreach } from './record-data-breach.ts'
import { recordSubjectAccessRequest } from './record-subject-access-request.ts'
import { refuseSubjectAccessRequest } from './refuse-subject-access-request.ts'
import {
  breachDeadlines,
  complaintDeadlines,
  nextDeadline,
  requestDeadlines,
  reviewDeadlines,
  type Counting,
} from './register-deadlines.ts'
import {
  allowedBreachActions,
  allowedComplaintActions,
  allowedRequestActions,
  allowedReviewSteps,
} from './register-policies.ts'
import { reportDataBreach } from './report-data-breach.ts'
import { resolveComplaintEarly } from './resolve-complaint-early.ts'
import { resumeSubjectAccessRequest } from './resume-subject-access-request.ts'
import { unseal } from './sealed-text.ts'
import { sendFinalResponse } from './send-final-response.ts'
import { sendHoldingReply } from './send-holding-reply.ts'
import { withdrawComplaint } from './withdraw-complaint.ts'

const now = (ctx: Context) => ctx.services.clock.now()
/** Days are counted by the bank holidays of the case's law, as the clocks of matters are. */
const counting = async ({ caseId }: { caseId: string | null }, ctx: Context): Promise<Counting> => {
  const fact = caseId === null ? null : await ctx.loaders.caseFact.load(caseId)
  return { now: now(ctx), law: (fact?.jurisdiction as Graph.Jurisdiction | undefined) ?? null }
}
const complaintClock = async (row: Complaint, ctx: Context) => complaintDeadlines(row, await counting(row, ctx))
const requestClock = async (row: SubjectAccessRequest, ctx: Context) => requestDeadlines(row, await counting(row, ctx))
const breachClock = async (row: DataBreach, ctx: Context) => breachDeadlines(row, await counting(row, ctx))
const reviewClock = async (row: FileReview, ctx: Context) => {
  const [actions, how] = await Promise.all([ctx.loaders.actionsOfReview.load(row.id), counting(row, ctx)])
  return reviewDeadlines(row, actions, how)
}

/** Whether what may be done only until a deadline may still be done. */
const stillOpen = async (deadlines: ReturnType<typeof complaintDeadlines>, code: string, ctx: Context) =>
  (await deadlines).some((one) => one.code === code && one.dueAt >= now(ctx))

export const registerQueries = {
  complaints: (_, args, ctx) => complaints(args, ctx),
  complaint: (_, { id }, ctx) => ctx.loaders.complaint.load(id),
  subjectAccessRequests: (_, args, ctx) => subjectAccessRequests(args, ctx),
  subjectAccessRequest: (_, { id }, ctx) => ctx.loaders.subjectAccessRequest.load(id),
  dataBreaches: (_, args, ctx) => dataBreaches(args, ctx),
  dataBreach: (_, { id }, ctx) => ctx.loaders.dataBreach.load(id),
  fileReviews: (_, args, ctx) => fileReviews(args, ctx),
  fileReview: (_, { id }, ctx) => ctx.loaders.fileReview.load(id),
} satisfies Graph.QueryResolvers

export const registerMutations = {
  recordComplaint: (_, args, ctx) => recordComplaint(args, ctx),
  acknowledgeComplaint: (_, args, ctx) => acknowledgeComplaint(args, ctx),
  assignComplaint: (_, args, ctx) => assignComplaint(args, ctx),
  resolveComplaintEarly: (_, args, ctx) => resolveComplaintEarly(args, ctx),
  sendHoldingReply: (_, args, ctx) => sendHoldingReply(args, ctx),
  sendFinalResponse: (_, args, ctx) => sendFinalResponse(args, ctx),
  withdrawComplaint: (_, args, ctx) => withdrawComplaint(args, ctx),
  recordSubjectAccessRequest: (_, args, ctx) => recordSubjectAccessRequest(args, ctx),
  assignSubjectAccessRequest: (_, args, ctx) => assignSubjectAccessRequest(args, ctx),
  pauseSubjectAccessRequest: (_, args, ctx) => pauseSubjectAccessRequest(args, ctx),
  resumeSubjectAccessRequest: (_, args, ctx) => resumeSubjectAccessRequest(args, ctx),
  extendSubjectAccessRequest: (_, args, ctx) => extendSubjectAccessRequest(args, ctx),
  answerSubjectAccessRequest: (_, args, ctx) => answerSubjectAccessRequest(args, ctx),
  refuseSubjectAccessRequest: (_, args, ctx) => refuseSubjectAccessRequest(args, ctx),
  recordDataBreach: (_, args, ctx) => recordDataBreach(args, ctx),
  assessDataBreach: (_, args, ctx) => assessDataBreach(args, ctx),
  reportDataBreach: (_, args, ctx) => reportDataBreach(args, ctx),
  closeDataBreach: (_, args, ctx) => closeDataBreach(args, ctx),
  drawFileReviewSample: (_, args, ctx) => drawFileReviewSample(args, ctx),
  assignFileReview: (_, args, ctx) => assignFileReview(args, ctx),
  gradeFileReview: (_, args, ctx) => gradeFileReview(args, ctx),
  completeFileReviewAction: (_, args, ctx) => completeFileReviewAction(args, ctx),
} satisfies Graph.MutationResolvers

const text = (
  row: Complaint,
  column: Parameters<typeof unseal<'complaint'>>[2]['column'],
  sealed: string | null,
  ctx: Context,
) => unseal(ctx, 'complaint', { column, rowId: row.id, sealed })
const textOfRequest = (
  row: SubjectAccessRequest,
  column: Parameters<typeof unseal<'subject_access_request'>>[2]['column'],
  sealed: string | null,
  ctx: Context,
) => unseal(ctx, 'subject_access_request', { column, rowId: row.id, sealed })

const complaint = resultOf('Complaint')
const request = resultOf('SubjectAccessRequest')
const breach = resultOf('DataBreach')
const review = resultOf('FileReview')

export const registerTypes = {
  Complaint: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.complaint.load(id),
    centre: ({ centreId }) => ({ id: centreId }),
    case: ({ caseId }) => reference(caseId),
    subject: ({ subject }) => subject as Graph.ComplaintSubject,
    channel: ({ channel }) => channel as Graph.ComplaintChannel,
    complainant: (row, _, ctx) => text(row, 'complainant', row.complainant, ctx),
    words: (row, _, ctx) => text(row, 'words', row.words, ctx),
    about: ({ aboutUserId }) => reference(aboutUserId),
    handler: ({ handlerId }) => reference(handlerId),
    receivedOn: ({ receivedOn }) => dayOfColumn(receivedOn),
    receivedBy: ({ receivedBy }) => ({ id: receivedBy }),
    state: ({ state }) => state as Graph.ComplaintState,
    outcome: ({ outcome }) => outcome as Graph.ComplaintOutcome | null,
    wordingChecks: ({ wordingChecks }) => wordingChecks as Graph.ComplaintWording[],
    rootCause: ({ rootCause }) => rootCause as Graph.ComplaintRootCause | null,
    rootCauseNote: (row, _, ctx) => text(row, 'root_cause_note', row.rootCauseNote, ctx),
    withdrawnReason: (row, _, ctx) => text(row, 'withdrawn_reason', row.withdrawnReason, ctx),
    deadlines: (row, _, ctx) => complaintClock(row, ctx),
    nextDeadline: (row, _, ctx) => nextDeadline(complaintClock(row, ctx), ctx),
    allowed: async (row, _, ctx) =>
      allowedComplaintActions(ctx.viewer, row, await stillOpen(complaintClock(row, ctx), 'CO_THIRD_BUSINESS_DAY', ctx)),
  },
  SubjectAccessRequest: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.subjectAccessRequest.load(id),
    centre: ({ centreId }) => ({ id: centreId }),
    case: ({ caseId }) => reference(caseId),
    kind: ({ kind }) => kind as Graph.DataRequestKind,
    requester: (row, _, ctx) => textOfRequest(row, 'requester', row.requester, ctx),
    request: (row, _, ctx) => textOfRequest(row, 'request', row.request, ctx),
    handler: ({ handlerId }) => reference(handlerId),
    receivedBy: ({ receivedBy }) => ({ id: receivedBy }),
    state: ({ state }) => state as Graph.DataRequestState,
    extensionReason: (row, _, ctx) => textOfRequest(row, 'extension_reason', row.extensionReason, ctx),
    decision: ({ decision }) => decision as Graph.DataRequestDecision | null,
    decisionReason: (row, _, ctx) => textOfRequest(row, 'decision_reason', row.decisionReason, ctx),
    deadlines: (row, _, ctx) => requestClock(row, ctx),
    nextDeadline: (row, _, ctx) => nextDeadline(requestClock(row, ctx), ctx),
    allowed: async (row, _, ctx) =>
      allowedRequestActions(ctx.viewer, row, await stillOpen(requestClock(row, ctx), 'DSAR_ANSWER', ctx)),
  },
  DataBreach: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.dataBreach.load(id),
    centre: ({ centreId }) => ({ id: centreId }),
    case: ({ caseId }) => reference(caseId),
    kind: ({ kind }) => kind as Graph.DataBreachKind,
    description: ({ id, description }, _, ctx) =>
      unseal(ctx, 'data_breach', { column: 'description', rowId: id, sealed: description }),
    recordedBy: ({ recordedBy }) => ({ id: recordedBy }),
    state: ({ state }) => state as Graph.DataBreachState,
    assessedBy: ({ assessedBy }) => reference(assessedBy),
    assessment: ({ id, assessment }, _, ctx) =>
      unseal(ctx, 'data_breach', { column: 'assessment', rowId: id, sealed: assessment }),
    lessons: ({ id, lessons }, _, ctx) => unseal(ctx, 'data_breach', { column: 'lessons', rowId: id, sealed: lessons }),
    deadlines: (row, _, ctx) => breachClock(row, ctx),
    nextDeadline: (row, _, ctx) => nextDeadline(breachClock(row, ctx), ctx),
    allowed: (row, _, ctx) => allowedBreachActions(ctx.viewer, row),
  },
  FileReview: {
    __resolveReference: ({ id }, ctx) => ctx.loaders.fileReview.load(id),
    centre: ({ centreId }) => ({ id: centreId }),
    case: ({ caseId }) => ({ id: caseId }),
    adviser: ({ adviserId }) => ({ id: adviserId }),
    adviserGrade: ({ adviserGrade }) => adviserGrade as Graph.AdviserGrade,
    reviewer: ({ reviewerId }) => reference(reviewerId),
    state: ({ state }) => state as Graph.FileReviewState,
    grade: ({ grade }) => grade as Graph.FileReviewGrade | null,
    findings: ({ id, findings }, _, ctx) =>
      unseal(ctx, 'file_review', { column: 'findings', rowId: id, sealed: findings }),
    actions: ({ id }, _, ctx) => ctx.loaders.actionsOfReview.load(id),
    deadlines: (row, _, ctx) => reviewClock(row, ctx),
    nextDeadline: (row, _, ctx) => nextDeadline(reviewClock(row, ctx), ctx),
    allowed: (row, _, ctx) => allowedReviewSteps(ctx.viewer, row),
  },
  FileReviewAction: {
    text: ({ id, text: sealed }, _, ctx) => unseal(ctx, 'file_review_action', { column: 'text', rowId: id, sealed }),
    doneBy: ({ doneBy }) => reference(doneBy),
  },

  RecordComplaintResult: complaint,
  AcknowledgeComplaintResult: complaint,
  AssignComplaintResult: complaint,
  ResolveComplaintEarlyResult: complaint,
  SendHoldingReplyResult: complaint,
  SendFinalResponseResult: complaint,
  WithdrawComplaintResult: complaint,
  RecordSubjectAccessRequestResult: request,
  AssignSubjectAccessRequestResult: request,
  PauseSubjectAccessRequestResult: request,
  ResumeSubjectAccessRequestResult: request,
  ExtendSubjectAccessRequestResult: request,
  AnswerSubjectAccessRequestResult: request,
  RefuseSubjectAccessRequestResult: request,
  RecordDataBreachResult: breach,
  AssessDataBreachResult: breach,
  ReportDataBreachResult: breach,
  CloseDataBreachResult: breach,
  DrawFileReviewSampleResult: resultOf('FileReviewSample'),
  AssignFileReviewResult: review,
  GradeFileReviewResult: review,
  CompleteFileReviewActionResult: review,
} satisfies Partial<Graph.Resolvers>
