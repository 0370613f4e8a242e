import { newId } from '@cma/runtime'
import { aCentre, fileStack, statementsDuring } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance } from '../testing/a-compliance.ts'
import { register, registerCommandNames, type RegisterCommand } from '../testing/registers.ts'

const stack = fileStack()
const { someone, centre, database, openCase } = stack.use(await aCompliance())
const everything = someone(['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'SUPERVISOR'])
const complaint = { centreId: centre.id, subject: 'DELAY', channel: 'PHONE', complainant: 'Joan', words: 'Late' }
const request = { centreId: centre.id, kind: 'ACCESS', requester: 'Joan', request: 'All' }
const breach = { centreId: centre.id, kind: 'OTHER', description: 'Lost', peopleAffected: 1 }
const complaintId = (await register('recordComplaint', everything, complaint)).id
const requestId = (await register('recordSubjectAccessRequest', everything, request)).id
const breachId = (await register('recordDataBreach', everything, breach)).id
const abroad = await openCase({ centre: await aCentre(database) })
const [far, soon, long] = ['2020-01-01', '2099-01-01', 'x'.repeat(8_001)]
const closing = { complaintId, outcome: 'UPHELD', wordingChecks: [], rootCause: 'CAPACITY' }

const bad: Record<RegisterCommand, Array<[what: string, input: object, code: string, field: string | null]>> = {
  recordComplaint: [
    ['no words', { ...complaint, words: ' \n' }, 'INVALID_INPUT', 'words'],
    ['words that are too long', { ...complaint, words: long }, 'INVALID_INPUT', 'words'],
    ['nobody who complains', { ...complaint, complainant: '' }, 'INVALID_INPUT', 'complainant'],
    ['a day to come', { ...complaint, receivedOn: soon }, 'INVALID_INPUT', 'receivedOn'],
    ['a day long ago', { ...complaint, receivedOn: far }, 'INVALID_INPUT', 'receivedOn'],
    ['a case that is not there', { ...complaint, caseId: newId() }, 'NOT_FOUND', 'caseId'],
    ["another centre's case", { ...complaint, caseId: abroad.caseId }, 'NOT_FOUND', 'caseId'],
    ['a centre that is no id', { ...complaint, centreId: 'north' }, 'INVALID_INPUT', 'centreId'],
  ],
  acknowledgeComplaint: [
    ['a complaint that is no id', { complaintId: 'x' }, 'INVALID_INPUT', 'complaintId'],
    ['a day before it came in', { complaintId, acknowledgedOn: far }, 'INVALID_INPUT', 'acknowledgedOn'],
  ],
  assignComplaint: [
    ['a complaint that is not there', { complaintId: newId(), handlerId: newId() }, 'NOT_FOUND', 'complaintId'],
    ['a handler that is no id', { complaintId, handlerId: 'me' }, 'INVALID_INPUT', 'handlerId'],
  ],
  resolveComplaintEarly: [
    ['a letter that says nothing', closing, 'WORDING_INCOMPLETE', 'wordingChecks'],
    ['less than no redress', { ...closing, redressPence: -1 }, 'INVALID_INPUT', 'redressPence'],
  ],
  sendHoldingReply: [
    ['a day to come', { complaintId, sentOn: soon }, 'INVALID_INPUT', 'sentOn'],
    ['a complaint that is not there', { complaintId: newId() }, 'NOT_FOUND', 'complaintId'],
  ],
  sendFinalResponse: [
    ['a letter that says nothing', closing, 'WORDING_INCOMPLETE', 'wordingChecks'],
    ['a note that is too long', { ...closing, rootCauseNote: long }, 'INVALID_INPUT', 'rootCauseNote'],
  ],
  withdrawComplaint: [
    ['no reason', { complaintId, reason: '' }, 'INVALID_INPUT', 'reason'],
    ['a complaint that is not there', { complaintId: newId(), reason: 'r' }, 'NOT_FOUND', 'complaintId'],
  ],
  recordSubjectAccessRequest: [
    ['nobody who asks', { ...request, requester: ' ' }, 'INVALID_INPUT', 'requester'],
    ['a day to come', { ...request, receivedOn: soon }, 'INVALID_INPUT', 'receivedOn'],
  ],
  assignSubjectAccessRequest: [
    ['a request that is not there', { requestId: newId(), handlerId: newId() }, 'NOT_FOUND', 'requestId'],
    ['a handler that is no id', { requestId, handlerId: '' }, 'INVALID_INPUT', 'handlerId'],
  ],
  pauseSubjectAccessRequest: [
    ['a request that is not there', { requestId: newId() }, 'NOT_FOUND', 'requestId'],
    ['a request that is no id', { requestId: '1' }, 'INVALID_INPUT', 'requestId'],
  ],
  resumeSubjectAccessRequest: [
    ['a clock that runs', { requestId }, 'WRONG_STATE', 'requestId'],
    ['a request that is not there', { requestId: newId() }, 'NOT_FOUND', 'requestId'],
  ],
  extendSubjectAccessRequest: [
    ['no reason', { requestId, reason: '\t' }, 'INVALID_INPUT', 'reason'],
    ['a request that is not there', { requestId: newId(), reason: 'r' }, 'NOT_FOUND', 'requestId'],
  ],
  answerSubjectAccessRequest: [
    ['a part without a reason', { requestId, decision: 'DONE_IN_PART' }, 'INVALID_INPUT', 'reason'],
    ['a day to come', { requestId, decision: 'DONE', answeredOn: soon }, 'INVALID_INPUT', 'answeredOn'],
  ],
  refuseSubjectAccessRequest: [
    ['no reason', { requestId, reason: '' }, 'INVALID_INPUT', 'reason'],
    ['a request that is not there', { requestId: newId(), reason: 'r' }, 'NOT_FOUND', 'requestId'],
  ],
  recordDataBreach: [
    ['nothing that happened', { ...breach, description: '' }, 'INVALID_INPUT', 'description'],
    ['fewer than no people', { ...breach, peopleAffected: -1 }, 'INVALID_INPUT', 'peopleAffected'],
    ['a moment to come', { ...breach, discoveredAt: `${soon}T10:00:00.000Z` }, 'INVALID_INPUT', 'discoveredAt'],
    ['a moment long ago', { ...breach, discoveredAt: `${far}T10:00:00.000Z` }, 'INVALID_INPUT', 'discoveredAt'],
  ],
  assessDataBreach: [
    ['no reasons', { breachId, reportable: true, reasons: '' }, 'INVALID_INPUT', 'reasons'],
    ['a breach that is not there', { breachId: newId(), reportable: true, reasons: 'r' }, 'NOT_FOUND', 'breachId'],
  ],
  reportDataBreach: [
    ['what nobody has assessed', { breachId }, 'WRONG_STATE', 'breachId'],
    ['a breach that is not there', { breachId: newId() }, 'NOT_FOUND', 'breachId'],
  ],
  closeDataBreach: [
    ['no lessons', { breachId, lessons: '' }, 'INVALID_INPUT', 'lessons'],
    ['what nobody has assessed', { breachId, lessons: 'l' }, 'WRONG_STATE', 'breachId'],
  ],
  drawFileReviewSample: [
    ['a quarter of another form', { centreId: centre.id, quarter: '2026/4' }, 'INVALID_INPUT', 'quarter'],
    ['a quarter to come', { centreId: centre.id, quarter: '2099-Q1' }, 'INVALID_INPUT', 'quarter'],
    ['a centre that is not there', { centreId: newId() }, 'NOT_FOUND', 'centreId'],
  ],
  assignFileReview: [
    ['a review that is not there', { fileReviewId: newId(), reviewerId: newId() }, 'NOT_FOUND', 'fileReviewId'],
    ['a reviewer that is no id', { fileReviewId: newId(), reviewerId: 'x' }, 'INVALID_INPUT', 'reviewerId'],
  ],
  gradeFileReview: [
    ['no findings', { fileReviewId: newId(), grade: 'GOOD', findings: '' }, 'INVALID_INPUT', 'findings'],
    [
      'a review that is not there',
      { fileReviewId: newId(), grade: 'GOOD', findings: 'f' },
      'NOT_FOUND',
      'fileReviewId',
    ],
    [
      'an empty action',
      { fileReviewId: newId(), grade: 'POOR', findings: 'f', actions: [{ text: ' ' }] },
      'INVALID_INPUT',
      'actions.0.text',
    ],
  ],
  completeFileReviewAction: [
    ['an action that is not there', { actionId: newId() }, 'NOT_FOUND', 'actionId'],
    ['an action that is no id', { actionId: 'x' }, 'INVALID_INPUT', 'actionId'],
  ],
}

const trials = registerCommandNames.flatMap((name) =>
  bad[name].map(([what, input, code, field]) => ({ name, what, input, code, field })),
)

test.each(trials)('$name refuses $what', async ({ name, input, code, field }) => {
  const state = () =>
    database.query(
      `select (select jsonb_agg(to_jsonb(c) order by id) from compliance.complaint c) c, (select jsonb_agg(to_jsonb(r) order by id) from compliance.subject_access_request r) r,
         (select jsonb_agg(to_jsonb(b) order by id) from compliance.data_breach b) b, (select jsonb_agg(to_jsonb(f) order by id) from compliance.file_review f) f`,
    )
  const before = await state()
  const answer = await register(name, everything, input)
  expect(answer).toMatchObject({ __typename: 'Refused', code, field })
  expect(answer.message).toMatch(/^[A-Z].*[a-z0-9')]$/s)
  expect(await state()).toEqual(before)
})

test('a command that is sent again with its key is done once', async () => {
  const twice = { ...complaint, words: 'Twice', idempotencyKey: newId() }
  const [first, second] = [
    await register('recordComplaint', everything, twice),
    await register('recordComplaint', everything, twice),
  ]
  expect(second.id).toBe(first.id)
  expect(await register('recordComplaint', everything, { ...twice, words: 'Other' })).toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  })
})

test('a list needs as many statements for fifty as for two', async () => {
  for (let n = 0; n < 50; n += 1) await register('recordComplaint', everything, { ...complaint, subject: 'ACCESS' })
  const count = async (first: number) => {
    const document = `{ complaints(first: ${first}, filter: { subjects: [ACCESS] }) { totalCount edges { node { id words complainant handler { id } nextDeadline { code } deadlines { code dueAt } allowed } } } }`
    let found = 0
    const { statements } = await statementsDuring(
      async () => {
        const { complaints } = await everything.ask<{ complaints: { edges: unknown[] } }>(document)
        found = complaints.edges.length
      },
      { role: 'compliance_app' },
    )
    return { found, statements: statements.length }
  }
  const [two, fifty] = [await count(2), await count(50)]
  expect([two.found, fifty.found]).toEqual([2, 50])
  expect(fifty.statements).toBe(two.statements)
  expect(fifty.statements).toBeGreaterThan(1)
})
