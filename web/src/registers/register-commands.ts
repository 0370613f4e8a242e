import type { TypedDocumentNode } from '@apollo/client'
import { graphql } from '../generated/gql.ts'

// The commands of the registers, and what their forms ask for. Labels and choices are in the catalogue `registers`.
// Long because of its documents, of which each is the same few lines.

/** How a field of a form is filled in. */
export type FieldKind =
  | { kind: 'text' | 'lines' | 'day' | 'time' | 'pounds' | 'number' | 'person' | 'case' | 'actions' | 'quarter' }
  | { kind: 'choice' | 'ticks'; group: string; values: readonly string[] }
  | { kind: 'yesNo' }

export type Field = FieldKind & { name: string; optional?: boolean }

export interface RegisterCommand {
  /** Its texts are at `command.<name>`. */
  name: string
  document: TypedDocumentNode<Record<string, unknown>, { input: Record<string, unknown> }>
  fields: Field[]
}

const command = (name: string, document: unknown, fields: Field[]): RegisterCommand => ({
  name,
  // Each document has an input of its own; the form's fields are what it takes.
  document: document as RegisterCommand['document'],
  fields,
})

const subjects = ['ADVICE', 'DELAY', 'STAFF_CONDUCT', 'DATA_PROTECTION', 'ACCESS', 'OTHER'] as const
const channels = ['PHONE', 'IN_PERSON', 'EMAIL', 'LETTER', 'SOCIAL_MEDIA', 'THIRD_PARTY'] as const
const outcomes = ['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD'] as const
const rootCauses = [
  'COMMUNICATION',
  'CAPACITY',
  'KNOWLEDGE',
  'PROCESS',
  'SYSTEM',
  'CONDUCT',
  'OUTSIDE_OUR_CONTROL',
  'NONE_FOUND',
] as const
const requestKinds = ['ACCESS', 'ERASURE', 'RECTIFICATION'] as const
const breachKinds = ['WRONG_RECIPIENT', 'LOST_OR_STOLEN', 'UNAUTHORISED_ACCESS', 'UNAVAILABLE', 'OTHER'] as const
const grades = ['GOOD', 'ADEQUATE', 'POOR', 'HARM'] as const

const closing = (wording: readonly string[], day: string): Field[] => [
  { kind: 'choice', name: 'outcome', group: 'outcome', values: outcomes },
  { kind: 'ticks', name: 'wordingChecks', group: 'wording', values: wording },
  { kind: 'choice', name: 'rootCause', group: 'rootCause', values: rootCauses },
  { kind: 'lines', name: 'rootCauseNote', optional: true },
  { kind: 'pounds', name: 'redressPence', optional: true },
  { kind: 'day', name: day, optional: true },
]

export const recordComplaint = command(
  'recordComplaint',
  graphql(`
    mutation RecordComplaint($input: RecordComplaintInput!) {
      recordComplaint(input: $input) {
        __typename
        ... on Complaint {
          id
        }
        ... on Refused {
          code
          message
          field
        }
      }
    }
  `),
  [
    { kind: 'choice', name: 'subject', group: 'subject', values: subjects },
    { kind: 'choice', name: 'channel', group: 'channel', values: channels },
    { kind: 'text', name: 'complainant' },
    { kind: 'lines', name: 'words' },
    { kind: 'day', name: 'receivedOn', optional: true },
    { kind: 'case', name: 'caseId', optional: true },
    { kind: 'person', name: 'aboutUserId', optional: true },
    { kind: 'person', name: 'handlerId', optional: true },
  ],
)

export const complaintCommands: Record<string, RegisterCommand> = {
  ACKNOWLEDGE: command(
    'acknowledgeComplaint',
    graphql(`
      mutation AcknowledgeComplaint($input: AcknowledgeComplaintInput!) {
        acknowledgeComplaint(input: $input) {
          __typename
          ... on Complaint {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'day', name: 'acknowledgedOn', optional: true }],
  ),
  ASSIGN: command(
    'assignComplaint',
    graphql(`
      mutation AssignComplaint($input: AssignComplaintInput!) {
        assignComplaint(input: $input) {
          __typename
          ... on Complaint {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'person', name: 'handlerId' }],
  ),
  RESOLVE_EARLY: command(
    'resolveComplaintEarly',
    graphql(`
      mutation ResolveComplaintEarly($input: ResolveComplaintEarlyInput!) {
        resolveComplaintEarly(input: $input) {
          __typename
          ... on Complaint {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    closing(['RESOLVED', 'OMBUDSMAN_RIGHT', 'OMBUDSMAN_WEBSITE'], 'resolvedOn'),
  ),
  SEND_HOLDING_REPLY: command(
    'sendHoldingReply',
    graphql(`
      mutation SendHoldingReply($input: SendHoldingReplyInput!) {
        sendHoldingReply(input: $input) {
          __typename
          ... on Complaint {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'day', name: 'sentOn', optional: true }],
  ),
  SEND_FINAL_RESPONSE: command(
    'sendFinalResponse',
    graphql(`
      mutation SendFinalResponse($input: SendFinalResponseInput!) {
        sendFinalResponse(input: $input) {
          __typename
          ... on Complaint {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    closing(['OMBUDSMAN_RIGHT', 'SIX_MONTHS', 'LEAFLET'], 'sentOn'),
  ),
  WITHDRAW: command(
    'withdrawComplaint',
    graphql(`
      mutation WithdrawComplaint($input: WithdrawComplaintInput!) {
        withdrawComplaint(input: $input) {
          __typename
          ... on Complaint {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'lines', name: 'reason' }],
  ),
}

export const recordRequest = command(
  'recordSubjectAccessRequest',
  graphql(`
    mutation RecordSubjectAccessRequest($input: RecordSubjectAccessRequestInput!) {
      recordSubjectAccessRequest(input: $input) {
        __typename
        ... on SubjectAccessRequest {
          id
        }
        ... on Refused {
          code
          message
          field
        }
      }
    }
  `),
  [
    { kind: 'choice', name: 'kind', group: 'requestKind', values: requestKinds },
    { kind: 'text', name: 'requester' },
    { kind: 'lines', name: 'request' },
    { kind: 'day', name: 'receivedOn', optional: true },
    { kind: 'case', name: 'caseId', optional: true },
  ],
)

export const requestCommands: Record<string, RegisterCommand> = {
  ASSIGN: command(
    'assignSubjectAccessRequest',
    graphql(`
      mutation AssignSubjectAccessRequest($input: AssignSubjectAccessRequestInput!) {
        assignSubjectAccessRequest(input: $input) {
          __typename
          ... on SubjectAccessRequest {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'person', name: 'handlerId' }],
  ),
  PAUSE: command(
    'pauseSubjectAccessRequest',
    graphql(`
      mutation PauseSubjectAccessRequest($input: PauseSubjectAccessRequestInput!) {
        pauseSubjectAccessRequest(input: $input) {
          __typename
          ... on SubjectAccessRequest {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [],
  ),
  RESUME: command(
    'resumeSubjectAccessRequest',
    graphql(`
      mutation ResumeSubjectAccessRequest($input: ResumeSubjectAccessRequestInput!) {
        resumeSubjectAccessRequest(input: $input) {
          __typename
          ... on SubjectAccessRequest {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [],
  ),
  EXTEND: command(
    'extendSubjectAccessRequest',
    graphql(`
      mutation ExtendSubjectAccessRequest($input: ExtendSubjectAccessRequestInput!) {
        extendSubjectAccessRequest(input: $input) {
          __typename
          ... on SubjectAccessRequest {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'lines', name: 'reason' }],
  ),
  ANSWER: command(
    'answerSubjectAccessRequest',
    graphql(`
      mutation AnswerSubjectAccessRequest($input: AnswerSubjectAccessRequestInput!) {
        answerSubjectAccessRequest(input: $input) {
          __typename
          ... on SubjectAccessRequest {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [
      { kind: 'choice', name: 'decision', group: 'decision', values: ['DONE', 'DONE_IN_PART'] },
      { kind: 'lines', name: 'reason', optional: true },
      { kind: 'day', name: 'answeredOn', optional: true },
    ],
  ),
  REFUSE: command(
    'refuseSubjectAccessRequest',
    graphql(`
      mutation RefuseSubjectAccessRequest($input: RefuseSubjectAccessRequestInput!) {
        refuseSubjectAccessRequest(input: $input) {
          __typename
          ... on SubjectAccessRequest {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'lines', name: 'reason' }],
  ),
}

export const recordBreach = command(
  'recordDataBreach',
  graphql(`
    mutation RecordDataBreach($input: RecordDataBreachInput!) {
      recordDataBreach(input: $input) {
        __typename
        ... on DataBreach {
          id
        }
        ... on Refused {
          code
          message
          field
        }
      }
    }
  `),
  [
    { kind: 'choice', name: 'kind', group: 'breachKind', values: breachKinds },
    { kind: 'lines', name: 'description' },
    { kind: 'number', name: 'peopleAffected' },
    { kind: 'time', name: 'discoveredAt', optional: true },
    { kind: 'case', name: 'caseId', optional: true },
  ],
)

export const breachCommands: Record<string, RegisterCommand> = {
  ASSESS: command(
    'assessDataBreach',
    graphql(`
      mutation AssessDataBreach($input: AssessDataBreachInput!) {
        assessDataBreach(input: $input) {
          __typename
          ... on DataBreach {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [
      { kind: 'yesNo', name: 'reportable' },
      { kind: 'lines', name: 'reasons' },
    ],
  ),
  REPORT: command(
    'reportDataBreach',
    graphql(`
      mutation ReportDataBreach($input: ReportDataBreachInput!) {
        reportDataBreach(input: $input) {
          __typename
          ... on DataBreach {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'day', name: 'subjectsToldOn', optional: true }],
  ),
  CLOSE: command(
    'closeDataBreach',
    graphql(`
      mutation CloseDataBreach($input: CloseDataBreachInput!) {
        closeDataBreach(input: $input) {
          __typename
          ... on DataBreach {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [
      { kind: 'lines', name: 'lessons' },
      { kind: 'day', name: 'subjectsToldOn', optional: true },
    ],
  ),
}

export const drawSample = command(
  'drawFileReviewSample',
  graphql(`
    mutation DrawFileReviewSample($input: DrawFileReviewSampleInput!) {
      drawFileReviewSample(input: $input) {
        __typename
        ... on FileReviewSample {
          id
          total
        }
        ... on Refused {
          code
          message
          field
        }
      }
    }
  `),
  [{ kind: 'quarter', name: 'quarter', optional: true }],
)

export const fileReviewCommands: Record<string, RegisterCommand> = {
  ASSIGN: command(
    'assignFileReview',
    graphql(`
      mutation AssignFileReview($input: AssignFileReviewInput!) {
        assignFileReview(input: $input) {
          __typename
          ... on FileReview {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [{ kind: 'person', name: 'reviewerId' }],
  ),
  GRADE: command(
    'gradeFileReview',
    graphql(`
      mutation GradeFileReview($input: GradeFileReviewInput!) {
        gradeFileReview(input: $input) {
          __typename
          ... on FileReview {
            id
          }
          ... on Refused {
            code
            message
            field
          }
        }
      }
    `),
    [
      { kind: 'choice', name: 'grade', group: 'grade', values: grades },
      { kind: 'lines', name: 'findings' },
      { kind: 'actions', name: 'actions', optional: true },
    ],
  ),
}

export const completeAction = command(
  'completeFileReviewAction',
  graphql(`
    mutation CompleteFileReviewAction($input: CompleteFileReviewActionInput!) {
      completeFileReviewAction(input: $input) {
        __typename
        ... on FileReview {
          id
        }
        ... on Refused {
          code
          message
          field
        }
      }
    }
  `),
  [],
)
