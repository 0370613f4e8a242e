export type Asker = { ask: <Data>(document: string, variables: Record<string, unknown>) => Promise<Data> }

/** What each command of the registers answers with. */
export const registerCommands = {
  recordComplaint: 'Complaint',
  acknowledgeComplaint: 'Complaint',
  assignComplaint: 'Complaint',
  resolveComplaintEarly: 'Complaint',
  sendHoldingReply: 'Complaint',
  sendFinalResponse: 'Complaint',
  withdrawComplaint: 'Complaint',
  recordSubjectAccessRequest: 'SubjectAccessRequest',
  assignSubjectAccessRequest: 'SubjectAccessRequest',
  pauseSubjectAccessRequest: 'SubjectAccessRequest',
  resumeSubjectAccessRequest: 'SubjectAccessRequest',
  extendSubjectAccessRequest: 'SubjectAccessRequest',
  answerSubjectAccessRequest: 'SubjectAccessRequest',
  refuseSubjectAccessRequest: 'SubjectAccessRequest',
  recordDataBreach: 'DataBreach',
  assessDataBreach: 'DataBreach',
  reportDataBreach: 'DataBreach',
  closeDataBreach: 'DataBreach',
  drawFileReviewSample: 'FileReviewSample',
  assignFileReview: 'FileReview',
  gradeFileReview: 'FileReview',
  completeFileReviewAction: 'FileReview',
} as const
export type RegisterCommand = keyof typeof registerCommands
export const registerCommandNames = Object.keys(registerCommands) as RegisterCommand[]

const clock = 'deadlines { code dueAt force metAt stopped overdue } nextDeadline { code }'
const fields: Record<(typeof registerCommands)[RegisterCommand], string> = {
  Complaint: `id state closedOn outcome complainant words rootCauseNote redressPence acknowledgedOn handler { id } allowed ${clock}`,
  SubjectAccessRequest: `id state kind pausedOn pausedDays extendedOn closedOn decision decisionReason requester allowed ${clock}`,
  DataBreach: `id state reportable assessment description subjectsToldOn lessons allowed ${clock}`,
  FileReviewSample: 'id quarter total drawn { id adviserGrade adviser { id } case { id } state dueOn }',
  FileReview: `id state grade findings reviewer { id } actions { id text dueOn doneAt } allowed ${clock}`,
}

export type RegisterAnswer = {
  __typename: string
  id: string
  code?: string
  message?: string
  field?: string | null
  state?: string
  allowed: string[]
  deadlines: Array<{
    code: string
    dueAt: string
    force: string
    metAt: string | null
    stopped: boolean
    overdue: boolean
  }>
  nextDeadline: { code: string } | null
  actions: Array<{ id: string; text: string; dueOn: string; doneAt: string | null }>
  drawn: Array<{ id: string; adviserGrade: string; adviser: { id: string }; case: { id: string }; dueOn: string }>
  total: number
  [field: string]: unknown
}

/** Sends one of the registers' commands. */
export async function register(name: RegisterCommand, who: Asker, input: object): Promise<RegisterAnswer> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
  const result = registerCommands[name]
  const document = `mutation ($input: ${type}!) { answer: ${name}(input: $input) { __typename ... on ${result} { ${fields[result]} } ... on Refused { code message field } } }`
  return (await who.ask<{ answer: RegisterAnswer }>(document, { input })).answer
}

/** The London day on which a deadline ends, or the moment for an hour's clock. */
export const dueOf = (answer: RegisterAnswer, code: string) =>
  answer.deadlines.find((one) => one.code === code)?.dueAt ?? null
