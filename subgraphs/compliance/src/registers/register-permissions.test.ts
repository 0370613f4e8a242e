import { newId, roles as allRoles, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance } from '../testing/a-compliance.ts'
import { register, registerCommandNames, type RegisterCommand } from '../testing/registers.ts'

// Every command of the registers, tried by every role at the centre, through the network and elsewhere, and by those to whom the
// thing was given. The oracle is written from the domain's words, apart from register-policies.ts.

const stack = fileStack()
const { database, services, centre, openCase, as, someone } = stack.use(await aCompliance())
const elsewhere = await aCentre(database)

const staff: Role[] = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
]
const caseworker = (role: Role) =>
  ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'].includes(role)
const answersComplaints = (role: Role) => role === 'CENTRE_MANAGER' || role === 'COMPLIANCE_OFFICER'
const answersForData = (role: Role) => answersComplaints(role) || role === 'DPO'
const leads = (role: Role) => answersComplaints(role) || role === 'SUPERVISOR'

type Given = 'others' | 'own'
type Register = 'complaint' | 'request' | 'breach' | 'review' | 'none'
const registerOf = (name: RegisterCommand): Register => {
  if (name.startsWith('record') || name.startsWith('draw')) return 'none'
  if (/Complaint|HoldingReply|FinalResponse/.test(name)) return 'complaint'
  if (name.includes('SubjectAccess')) return 'request'
  return name.includes('Breach') ? 'breach' : 'review'
}

/** What the role gets; DONE also stands for whatever it says of the thing's state. `own`: the thing was given to them. */
function expected(name: RegisterCommand, role: Role, given: Given): string {
  if (!staff.includes(role)) return 'NOT_FOUND'
  const own = given === 'own'
  switch (registerOf(name)) {
    case 'none':
      if (name === 'drawFileReviewSample') return leads(role) ? 'DONE' : 'NOT_ALLOWED'
      return role === 'AUDITOR' ? 'NOT_FOUND' : 'DONE'
    case 'complaint':
      if (answersComplaints(role)) return 'DONE'
      if (own && name !== 'assignComplaint' && caseworker(role)) return 'DONE'
      return own || role === 'AUDITOR' ? 'NOT_ALLOWED' : 'NOT_FOUND'
    case 'request':
    case 'breach':
      if (answersForData(role)) return 'DONE'
      return role === 'AUDITOR' ? 'NOT_ALLOWED' : 'NOT_FOUND'
    case 'review':
      if (leads(role)) return 'DONE'
      if (own && name === 'gradeFileReview' && caseworker(role)) return 'DONE'
      return own || role === 'AUDITOR' ? 'NOT_ALLOWED' : 'NOT_FOUND'
  }
}

const adviserId = newId()
await openCase({ adviserId })
const caseId = newId()

const sealed = (table: string, column: string, rowId: string) =>
  services.encryption.encryptField('x', { table: `compliance.${table}`, column, rowId })

/** Things of each register as nobody has touched them, given to a person or to others. */
async function setScene(holder: string): Promise<Record<string, string>> {
  const ids = {
    complaint: newId(),
    request: newId(),
    breach: newId(),
    review: newId(),
    graded: newId(),
    action: newId(),
  }
  const receiver = newId()
  await database.query(
    `insert into compliance.complaint (id, centre_id, subject, channel, complainant, words, handler_id, received_on, received_by, recorded_at, state)
     values ($1, $2, 'DELAY', 'PHONE', $5, $6, $3, current_date, $4, now(), 'OPEN')`,
    [
      ids.complaint,
      centre.id,
      holder,
      receiver,
      sealed('complaint', 'complainant', ids.complaint),
      sealed('complaint', 'words', ids.complaint),
    ],
  )
  await database.query(
    `insert into compliance.subject_access_request (id, centre_id, kind, requester, request, handler_id, received_on, received_by, recorded_at, state)
     values ($1, $2, 'ACCESS', $5, $6, $3, current_date, $4, now(), 'OPEN')`,
    [
      ids.request,
      centre.id,
      holder,
      receiver,
      sealed('subject_access_request', 'requester', ids.request),
      sealed('subject_access_request', 'request', ids.request),
    ],
  )
  await database.query(
    `insert into compliance.data_breach (id, centre_id, kind, description, people_affected, discovered_at, recorded_by, recorded_at, state)
     values ($1, $2, 'OTHER', $4, 1, now(), $3, now(), 'DISCOVERED')`,
    [ids.breach, centre.id, receiver, sealed('data_breach', 'description', ids.breach)],
  )
  for (const [id, state, quarter] of [
    [ids.review, 'SAMPLED', '2020-Q1'],
    [ids.graded, 'ACTIONS_OPEN', '2020-Q2'],
  ] as const) {
    await database.query(
      `delete from compliance.file_review_action where file_review_id in (select id from compliance.file_review where quarter = $1)`,
      [quarter],
    )
    await database.query(`delete from compliance.file_review where quarter = $1`, [quarter])
    await database.query(
      `insert into compliance.file_review (id, centre_id, case_id, adviser_id, reviewer_id, quarter, adviser_grade, sampled_at, due_on, state)
       values ($1, $2, $3, $4, $5, $6, 'NEW', now(), current_date + 10, $7)`,
      [id, centre.id, caseId, adviserId, holder, quarter, state],
    )
  }
  await database.query(
    `insert into compliance.file_review_action (id, file_review_id, centre_id, position, text, due_on) values ($1, $2, $3, 0, $4, current_date)`,
    [ids.action, ids.graded, centre.id, sealed('file_review_action', 'text', ids.action)],
  )
  return ids
}

function inputOf(name: RegisterCommand, ids: Record<string, string>): object {
  const closing = { complaintId: ids['complaint'], outcome: 'UPHELD', wordingChecks: [], rootCause: 'CAPACITY' }
  const inputs: Record<RegisterCommand, object> = {
    recordComplaint: { centreId: centre.id, subject: 'DELAY', channel: 'PHONE', complainant: 'J', words: 'w' },
    acknowledgeComplaint: { complaintId: ids['complaint'] },
    assignComplaint: { complaintId: ids['complaint'], handlerId: newId() },
    resolveComplaintEarly: closing,
    sendHoldingReply: { complaintId: ids['complaint'] },
    sendFinalResponse: closing,
    withdrawComplaint: { complaintId: ids['complaint'], reason: 'r' },
    recordSubjectAccessRequest: { centreId: centre.id, kind: 'ACCESS', requester: 'J', request: 'r' },
    assignSubjectAccessRequest: { requestId: ids['request'], handlerId: newId() },
    pauseSubjectAccessRequest: { requestId: ids['request'] },
    resumeSubjectAccessRequest: { requestId: ids['request'] },
    extendSubjectAccessRequest: { requestId: ids['request'], reason: 'r' },
    answerSubjectAccessRequest: { requestId: ids['request'], decision: 'DONE' },
    refuseSubjectAccessRequest: { requestId: ids['request'], reason: 'r' },
    recordDataBreach: { centreId: centre.id, kind: 'OTHER', description: 'd', peopleAffected: 1 },
    assessDataBreach: { breachId: ids['breach'], reportable: true, reasons: 'r' },
    reportDataBreach: { breachId: ids['breach'] },
    closeDataBreach: { breachId: ids['breach'], lessons: 'l' },
    drawFileReviewSample: { centreId: centre.id },
    assignFileReview: { fileReviewId: ids['review'], reviewerId: newId() },
    gradeFileReview: { fileReviewId: ids['review'], grade: 'GOOD', findings: 'f' },
    completeFileReviewAction: { actionId: ids['action'] },
  }
  return inputs[name]
}

/** What a command says once the viewer may try it. */
const ofState = ['WORDING_INCOMPLETE', 'WRONG_STATE', 'ALREADY_DONE']

test.each(['others', 'own'] as const)('things that are given to %s', { timeout: 300_000 }, async (given) => {
  const wrong: string[] = []
  const holder = newId()
  let ids = await setScene(holder)
  for (const name of registerCommandNames) {
    for (const role of allRoles) {
      const id = given === 'own' ? holder : newId()
      const places = [
        ['at the centre', aViewer({ roles: [role], at: centre, id }), expected(name, role, given)],
        ['through the network', aViewer({ roles: [role], throughNetwork: centre, id }), expected(name, role, given)],
        ['elsewhere', aViewer({ roles: [role], at: elsewhere, id }), 'NOT_FOUND'],
      ] as const
      for (const [where, viewer, should] of places) {
        if (where === 'through the network' && !['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'].includes(role)) continue
        const answer = await register(name, as(viewer), inputOf(name, ids))
        const did = answer.code === undefined || ofState.includes(answer.code) ? 'DONE' : answer.code
        if (did === 'DONE') ids = await setScene(holder)
        if (did !== should) wrong.push(`${name} as ${role} ${where}: ${answer.code ?? 'DONE'}, not ${should}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

test('the person a complaint is about and the adviser of a file are kept from it, whatever they are besides', async () => {
  const manager = someone(['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'SUPERVISOR'], centre, adviserId)
  const ids = await setScene(newId())
  await database.query(`update compliance.complaint set about_user_id = $2 where id = $1`, [
    ids['complaint'],
    manager.id,
  ])
  for (const name of registerCommandNames.filter((one) => registerOf(one) === 'complaint'))
    expect(await register(name, manager, inputOf(name, ids))).toMatchObject({ code: 'OWN_MATTER' })
  expect(await register('gradeFileReview', manager, inputOf('gradeFileReview', ids))).toMatchObject({
    code: 'OWN_MATTER',
  })
})

test('a list shows each role what is theirs to read, and nothing of another centre', async () => {
  await setScene(newId())
  const document = `{ complaints { totalCount } subjectAccessRequests { totalCount } dataBreaches { totalCount } fileReviews { totalCount } }`
  type Counts = Record<'complaints' | 'subjectAccessRequests' | 'dataBreaches' | 'fileReviews', { totalCount: number }>
  const sees = async (viewer: ReturnType<typeof aViewer>) => {
    const found = await as(viewer).ask<Counts>(document)
    return [found.complaints, found.subjectAccessRequests, found.dataBreaches, found.fileReviews].map(
      ({ totalCount }) => totalCount > 0,
    )
  }
  for (const role of allRoles) {
    const reads = (mayRead: boolean) => mayRead && staff.includes(role)
    const auditor = role === 'AUDITOR'
    expect([role, await sees(aViewer({ roles: [role], at: centre }))]).toEqual([
      role,
      [
        reads(answersComplaints(role) || auditor),
        reads(answersForData(role) || auditor),
        reads(answersForData(role) || auditor),
        reads(leads(role) || auditor),
      ],
    ])
    expect(await sees(aViewer({ roles: [role], at: elsewhere }))).toEqual([false, false, false, false])
  }
})
