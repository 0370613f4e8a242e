import { newId } from '@cma/runtime'
import { aCentre, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { mutations, startCases } from '../test/start-cases.ts'
import { targetOf } from '../test/targets.ts'

// What a person or program may send by mistake, for each mutation: the code, the field, and nothing written.

const stack = fileStack()
const cases = stack.use(await startCases())
const centre = await aCentre(cases.database)
const manager = aViewer({ at: centre, roles: ['CENTRE_MANAGER', 'ADVISER'] })

// Managers see every restricted case, so they have none to open.
const adviser = aViewer({ at: centre, roles: ['ADVISER'] })
const whoever = (mutation: string) => (mutation === 'breakGlass' ? adviser : manager)

type Mistake = [what: string, patch: Record<string, unknown>, code: string, field: string | null]

const unknown = newId()
const newClient = { givenNames: 'Kim', familyName: 'Example' }
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const tooMany = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`)
const known = { clientId: undefined }
const point = (patch: object) => ({ kind: 'MOBILE', value: '07700 900123', safe: true, ...patch })
const address = (patch: object) => ({ lines: ['1 Example Street'], country: 'ENGLAND', ...patch })

const mistakes: Record<string, Mistake[]> = {
  restrictCase: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['no reason', { reason: ' ' }, 'INVALID_INPUT', 'reason'],
    ['somebody who is nobody', { allowedUserIds: ['kim'] }, 'INVALID_INPUT', 'allowedUserIds.0'],
    ['somebody who does not work here', { allowedUserIds: [unknown] }, 'NOT_AN_ADVISER_HERE', 'allowedUserIds.0'],
    ['half the town', { allowedUserIds: Array.from({ length: 21 }, () => newId()) }, 'INVALID_INPUT', 'allowedUserIds'],
  ],
  liftRestriction: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['no reason', { reason: '' }, 'INVALID_INPUT', 'reason'],
  ],
  breakGlass: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['no reason', { reason: '' }, 'INVALID_INPUT', 'reason'],
  ],
  openCase: [
    ['a centre that is not there', { centreId: unknown }, 'NOT_FOUND', 'centreId'],
    ['no id', { centreId: 'north' }, 'INVALID_INPUT', 'centreId'],
    ['no client', known, 'INVALID_INPUT', 'newClient'],
    ['two clients for one place', { newClient }, 'INVALID_INPUT', 'newClient'],
    ['a client who is not there', { clientId: unknown }, 'NOT_FOUND', 'clientId'],
    ['a joint client who is not there', { jointClientId: unknown }, 'NOT_FOUND', 'jointClientId'],
    ['two joint clients', { jointClientId: unknown, newJointClient: newClient }, 'INVALID_INPUT', 'newJointClient'],
    [
      'an empty name',
      { ...known, newClient: { ...newClient, givenNames: '  ' } },
      'INVALID_INPUT',
      'newClient.givenNames',
    ],
    [
      'a name with a line break',
      { ...known, newClient: { ...newClient, familyName: 'Ex\nample' } },
      'INVALID_INPUT',
      'newClient.familyName',
    ],
    [
      'somebody born tomorrow',
      { ...known, newClient: { ...newClient, dateOfBirth: inDays(2) } },
      'INVALID_INPUT',
      'newClient.dateOfBirth',
    ],
    [
      'somebody born in 1899',
      { ...known, newClient: { ...newClient, dateOfBirth: '1899-12-31' } },
      'INVALID_INPUT',
      'newClient.dateOfBirth',
    ],
    [
      'a language in words',
      { ...known, newClient: { ...newClient, preferredLanguage: 'Polish please' } },
      'INVALID_INPUT',
      'newClient.preferredLanguage',
    ],
    [
      'a telephone number of letters',
      { ...known, newClient: { ...newClient, contactPoints: [point({}), point({ value: 'call me' })] } },
      'INVALID_INPUT',
      'newClient.contactPoints.1.value',
    ],
    [
      'a postcode that is none',
      { ...known, newClient: { ...newClient, address: address({ postcode: '12345' }) } },
      'INVALID_INPUT',
      'newClient.address.postcode',
    ],
    [
      'a joint client with a wrong birthday, after the first was made',
      { ...known, newClient, newJointClient: { ...newClient, dateOfBirth: inDays(2) } },
      'INVALID_INPUT',
      'newJointClient.dateOfBirth',
    ],
    ['too many tags', { tags: tooMany(21) }, 'INVALID_INPUT', 'tags'],
    ['a tag of signs', { tags: ['ok', '???'] }, 'INVALID_INPUT', 'tags.1'],
    [
      'an emergency long ago',
      { emergencies: [{ kind: 'EVICTION', occursOn: '2001-01-01' }] },
      'INVALID_INPUT',
      'emergencies.0.occursOn',
    ],
    ['an adviser of no centre', { adviserId: unknown }, 'NOT_AN_ADVISER_HERE', 'adviserId'],
    ['a key that is too long', { idempotencyKey: 'k'.repeat(201) }, 'INVALID_INPUT', 'idempotencyKey'],
  ],
  changeStage: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['the stage it is in', { to: 'FACT_FIND' }, 'STAGE_NOT_REACHABLE', 'to'],
    ['a reason that is too long', { reason: 'x'.repeat(2_001) }, 'INVALID_INPUT', 'reason'],
  ],
  assignCase: [
    ['somebody who does not work here', { adviserId: unknown }, 'NOT_AN_ADVISER_HERE', 'adviserId'],
    ['nobody, as it is', { adviserId: null }, 'ALREADY_DONE', 'adviserId'],
    ['no id', { adviserId: 'Anne' }, 'INVALID_INPUT', 'adviserId'],
  ],
  updateCase: [
    ['nothing', { priority: undefined }, 'INVALID_INPUT', null],
    ['only what a case cannot be without, as null', { priority: null }, 'INVALID_INPUT', null],
    ['a long referral source', { referralSource: 'x'.repeat(201) }, 'INVALID_INPUT', 'referralSource'],
    ['a tag that is too long', { tags: ['x'.repeat(41)] }, 'INVALID_INPUT', 'tags.0'],
  ],
  recordEmergency: [
    ['far away', { occursOn: inDays(4_000) }, 'INVALID_INPUT', 'occursOn'],
    ['a long note', { note: 'x'.repeat(2_001) }, 'INVALID_INPUT', 'note'],
  ],
  clearEmergency: [['one that is not there', { emergencyId: unknown }, 'NOT_FOUND', 'emergencyId']],
  addNote: [
    ['no text', { body: ' \n ' }, 'INVALID_INPUT', 'body'],
    ['too much text', { body: 'x'.repeat(20_001) }, 'INVALID_INPUT', 'body'],
    ['a character that PostgreSQL does not take', { body: 'a\u0000b' }, 'INVALID_INPUT', 'body'],
    ['in the name of the platform', { category: 'SYSTEM' }, 'INVALID_INPUT', 'category'],
    ['a follow-up yesterday', { followUpOn: inDays(-2) }, 'INVALID_INPUT', 'followUpOn'],
    ['a follow-up in another century', { followUpOn: '2999-01-01' }, 'INVALID_INPUT', 'followUpOn'],
    ['a contact in the future', { contactedAt: '2999-01-01T00:00:00Z' }, 'INVALID_INPUT', 'contactedAt'],
    ['a contact of no time', { durationMinutes: 0 }, 'INVALID_INPUT', 'durationMinutes'],
    ['a contact of two days', { durationMinutes: 2_880 }, 'INVALID_INPUT', 'durationMinutes'],
    ['an attachment that is no id', { attachmentIds: ['letter.pdf'] }, 'INVALID_INPUT', 'attachmentIds.0'],
    [
      'too many attachments',
      { attachmentIds: Array.from({ length: 21 }, () => newId()) },
      'INVALID_INPUT',
      'attachmentIds',
    ],
    ['an appointment of another case', { appointmentId: unknown }, 'NOT_FOUND', 'appointmentId'],
    ['an empty tag', { tags: ['#'] }, 'INVALID_INPUT', 'tags.0'],
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
  ],
  amendNote: [
    ['a note that is not there', { noteId: unknown }, 'NOT_FOUND', 'noteId'],
    ['no reason', { reason: '' }, 'INVALID_INPUT', 'reason'],
    ['no text', { body: '' }, 'INVALID_INPUT', 'body'],
    ['a version that is not the last', { expectedVersion: 2 }, 'CHANGED_MEANWHILE', 'expectedVersion'],
  ],
  completeFollowUp: [
    ['a note that is not there', { noteId: unknown }, 'NOT_FOUND', 'noteId'],
    ['to a day that is over', { postponeTo: inDays(-2) }, 'INVALID_INPUT', 'postponeTo'],
  ],
  saveNoteTemplate: [
    ['no name', { name: '' }, 'INVALID_INPUT', 'name'],
    ['a long name', { name: 'x'.repeat(81) }, 'INVALID_INPUT', 'name'],
    ['no text', { body: '' }, 'INVALID_INPUT', 'body'],
    ['a template that is not there', { templateId: unknown }, 'NOT_FOUND', 'templateId'],
    ['for the platform', { category: 'SYSTEM' }, 'INVALID_INPUT', 'category'],
  ],
  retireNoteTemplate: [['one that is not there', { templateId: unknown }, 'NOT_FOUND', 'templateId']],
  addTask: [
    ['no title', { title: '' }, 'INVALID_INPUT', 'title'],
    ['a title of two lines', { title: 'Ring\nthe council' }, 'INVALID_INPUT', 'title'],
    ['due in another age', { dueOn: inDays(3_000) }, 'INVALID_INPUT', 'dueOn'],
    ['for somebody who does not work here', { assigneeId: unknown }, 'NOT_AN_ADVISER_HERE', 'assigneeId'],
  ],
  completeTask: [['one that is not there', { taskId: unknown }, 'NOT_FOUND', 'taskId']],
  updateTask: [
    ['nothing', { title: undefined }, 'INVALID_INPUT', null],
    ['one that is not there', { taskId: unknown }, 'NOT_FOUND', 'taskId'],
    ['no title', { title: ' ' }, 'INVALID_INPUT', 'title'],
    ['due long ago', { dueOn: '2001-01-01' }, 'INVALID_INPUT', 'dueOn'],
    ['for somebody who does not work here', { assigneeId: unknown }, 'NOT_AN_ADVISER_HERE', 'assigneeId'],
  ],
  bookAppointment: [
    ['last year', { startsAt: '2020-01-01T10:00:00Z' }, 'INVALID_INPUT', 'startsAt'],
    ['in another age', { startsAt: '2999-01-01T10:00:00Z' }, 'INVALID_INPUT', 'startsAt'],
    ['of no length', { durationMinutes: 0 }, 'INVALID_INPUT', 'durationMinutes'],
    ['of a whole day', { durationMinutes: 1_440 }, 'INVALID_INPUT', 'durationMinutes'],
    ['with somebody who does not work here', { adviserId: unknown }, 'NOT_AN_ADVISER_HERE', 'adviserId'],
    ['at a long place', { place: 'x'.repeat(201) }, 'INVALID_INPUT', 'place'],
  ],
  recordAppointmentOutcome: [
    ['one that is not there', { appointmentId: unknown }, 'NOT_FOUND', 'appointmentId'],
    ['that it is booked', { outcome: 'BOOKED' }, 'INVALID_INPUT', 'outcome'],
  ],
  updateClient: [
    ['nothing', { interpreterNeeded: undefined }, 'INVALID_INPUT', null],
    ['a client who is not there', { clientId: unknown }, 'NOT_FOUND', 'clientId'],
    ['born in the future', { dateOfBirth: inDays(2) }, 'INVALID_INPUT', 'dateOfBirth'],
    ['a language that is none', { preferredLanguage: '??' }, 'INVALID_INPUT', 'preferredLanguage'],
  ],
  recordClientName: [
    ['no family name', { familyName: '' }, 'INVALID_INPUT', 'familyName'],
    ['a name from tomorrow on', { from: inDays(2) }, 'INVALID_INPUT', 'from'],
  ],
  recordAddress: [
    ['no line', { address: address({ lines: [] }) }, 'INVALID_INPUT', 'address.lines'],
    ['six lines', { address: address({ lines: tooMany(6) }) }, 'INVALID_INPUT', 'address.lines'],
    ['a postcode of nowhere', { address: address({ postcode: 'LONDON' }) }, 'INVALID_INPUT', 'address.postcode'],
    ['from tomorrow on', { address: address({ from: inDays(2) }) }, 'INVALID_INPUT', 'address.from'],
  ],
  recordContactPoint: [
    [
      'an e-mail address that is none',
      { contactPoint: point({ kind: 'EMAIL', value: 'at home' }) },
      'INVALID_INPUT',
      'contactPoint.value',
    ],
    [
      'an unsafe way as the preferred one',
      { contactPoint: point({ safe: false, preferred: true }) },
      'INVALID_INPUT',
      'contactPoint.preferred',
    ],
    ['nothing', { contactPoint: point({ value: '' }) }, 'INVALID_INPUT', 'contactPoint.value'],
  ],
  endContactPoint: [['one that is not there', { contactPointId: unknown }, 'NOT_FOUND', 'contactPointId']],
  recordHouseholdMember: [
    ['no name', { name: '' }, 'INVALID_INPUT', 'name'],
    ['born in the future', { dateOfBirth: inDays(2) }, 'INVALID_INPUT', 'dateOfBirth'],
    ['since tomorrow', { from: inDays(2) }, 'INVALID_INPUT', 'from'],
  ],
  endHouseholdMember: [['one who is not there', { householdMemberId: unknown }, 'NOT_FOUND', 'householdMemberId']],
  recordSensitiveDetails: [
    ['a number that is none', { nationalInsuranceNumber: '123' }, 'INVALID_INPUT', 'nationalInsuranceNumber'],
    ['nothing', { nationalInsuranceNumber: undefined }, 'INVALID_INPUT', null],
    ['a long note', { healthNote: 'x'.repeat(4_001) }, 'INVALID_INPUT', 'healthNote'],
  ],
  draftBreathingSpace: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['somebody else', { clientId: unknown }, 'NOT_FOUND', 'clientId'],
  ],
  recordBreathingSpaceEligibility: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['no answer', { eligibility: {} }, 'INVALID_INPUT', 'eligibility'],
  ],
  recordCrisisEvidence: [['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId']],
  startBreathingSpace: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['tomorrow', { startedOn: inDays(2) }, 'INVALID_INPUT', 'startedOn'],
    ['before there was one', { startedOn: '2021-05-03' }, 'INVALID_INPUT', 'startedOn'],
    ['a long reference', { reference: 'x'.repeat(61) }, 'INVALID_INPUT', 'reference'],
  ],
  addBreathingSpaceDebt: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['no creditor', { creditor: ' ' }, 'INVALID_INPUT', 'creditor'],
    ['tomorrow', { startsOn: inDays(2) }, 'INVALID_INPUT', 'startsOn'],
    ['before it began', { startsOn: inDays(-40) }, 'INVALID_INPUT', 'startsOn'],
  ],
  removeBreathingSpaceDebt: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['a debt that is not there', { breathingSpaceDebtId: unknown }, 'NOT_FOUND', 'breathingSpaceDebtId'],
  ],
  recordMidwayReview: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['tomorrow', { reviewedOn: inDays(2) }, 'INVALID_INPUT', 'reviewedOn'],
    ['too early', { reviewedOn: inDays(-20) }, 'TOO_EARLY', 'reviewedOn'],
  ],
  recordCreditorReviewRequest: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['a debt that is not there', { breathingSpaceDebtId: unknown }, 'NOT_FOUND', 'breathingSpaceDebtId'],
    ['tomorrow', { requestedOn: inDays(2) }, 'INVALID_INPUT', 'requestedOn'],
    ['before it began', { requestedOn: inDays(-40) }, 'INVALID_INPUT', 'requestedOn'],
    ['too late', { requestedOn: inDays(0) }, 'TOO_LATE', 'requestedOn'],
  ],
  decideCreditorReview: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['a request that is not there', { creditorReviewId: unknown }, 'NOT_FOUND', 'creditorReviewId'],
    ['tomorrow', { decidedOn: inDays(2) }, 'INVALID_INPUT', 'decidedOn'],
    ['before the request', { decidedOn: inDays(-20) }, 'INVALID_INPUT', 'decidedOn'],
    ['no reasoning', { reasoning: '' }, 'INVALID_INPUT', 'reasoning'],
  ],
  recordEndingPlan: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['no plan', { plan: '' }, 'INVALID_INPUT', 'plan'],
  ],
  recordPointOfContactAsked: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['tomorrow', { askedOn: inDays(2) }, 'INVALID_INPUT', 'askedOn'],
    ['before it began', { askedOn: inDays(-40) }, 'INVALID_INPUT', 'askedOn'],
  ],
  recordTreatmentEnd: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['tomorrow', { treatmentEndedOn: inDays(2) }, 'INVALID_INPUT', 'treatmentEndedOn'],
    ['before it began', { treatmentEndedOn: inDays(-40) }, 'INVALID_INPUT', 'treatmentEndedOn'],
  ],
  endBreathingSpace: [
    ['one that is not there', { breathingSpaceId: unknown }, 'NOT_FOUND', 'breathingSpaceId'],
    ['tomorrow', { endedOn: inDays(2) }, 'INVALID_INPUT', 'endedOn'],
    ['before it began', { endedOn: inDays(-40) }, 'INVALID_INPUT', 'endedOn'],
    ['a reason of the other kind', { reason: 'STOPPED_TREATMENT' }, 'INVALID_INPUT', 'reason'],
  ],
  recordConsent: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['somebody else', { clientId: unknown }, 'NOT_FOUND', 'clientId'],
    ['tomorrow', { givenOn: inDays(2) }, 'INVALID_INPUT', 'givenOn'],
  ],
  withdrawConsent: [
    ['one that is not there', { consentId: unknown }, 'NOT_FOUND', 'consentId'],
    ['tomorrow', { withdrawnOn: inDays(2) }, 'INVALID_INPUT', 'withdrawnOn'],
    ['before it was given', { withdrawnOn: inDays(-12) }, 'INVALID_INPUT', 'withdrawnOn'],
  ],
  recordAuthority: [
    ['somebody else', { clientId: unknown }, 'NOT_FOUND', 'clientId'],
    ['tomorrow', { signedOn: inDays(2) }, 'INVALID_INPUT', 'signedOn'],
    ['for nothing', { scope: '' }, 'INVALID_INPUT', 'scope'],
  ],
  endAuthority: [
    ['one that is not there', { authorityId: unknown }, 'NOT_FOUND', 'authorityId'],
    ['tomorrow', { endedOn: inDays(2) }, 'INVALID_INPUT', 'endedOn'],
    ['before it was signed', { endedOn: inDays(-12) }, 'INVALID_INPUT', 'endedOn'],
  ],
  recordVulnerability: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['somebody else', { clientId: unknown }, 'NOT_FOUND', 'clientId'],
    ['nothing noticed', { indicator: ' ' }, 'INVALID_INPUT', 'indicator'],
    ['support agreed, and none', { supportAgreed: true }, 'INVALID_INPUT', 'supportNeeds'],
    ['a review in the past', { reviewOn: inDays(-2) }, 'INVALID_INPUT', 'reviewOn'],
  ],
  agreeSupport: [
    ['one that is not there', { recordId: unknown }, 'NOT_FOUND', 'recordId'],
    ['no support', { supportNeeds: '' }, 'INVALID_INPUT', 'supportNeeds'],
  ],
  reviewVulnerability: [
    ['one that is not there', { recordId: unknown }, 'NOT_FOUND', 'recordId'],
    ['a review in the past', { reviewOn: inDays(-2) }, 'INVALID_INPUT', 'reviewOn'],
  ],
  endVulnerability: [['one that is not there', { recordId: unknown }, 'NOT_FOUND', 'recordId']],
  recordOutcome: [
    ['a case that is not there', { caseId: unknown }, 'NOT_FOUND', 'caseId'],
    ['tomorrow', { achievedOn: inDays(2) }, 'INVALID_INPUT', 'achievedOn'],
    ['less than nothing', { amountPence: -1 }, 'INVALID_INPUT', 'amountPence'],
  ],
}

test('every mutation has its mistakes', () => {
  expect(Object.keys(mistakes).sort()).toEqual([...mutations].sort())
})

test.for(Object.entries(mistakes))('%s refuses mistakes and writes nothing', async ([mutation, all]) => {
  const { input } = await targetOf(cases, mutation, { centre, stage: 'FACT_FIND' })
  for (const [what, patch, code, field] of all) {
    const before = await cases.rowsWritten()
    const outcome = await cases.command(whoever(mutation), mutation, { ...input, ...patch })
    expect([what, outcome.code, outcome.field]).toEqual([what, code, field])
    expect(outcome.message, what).toMatch(/^[A-Z].{10,}/)
    expect(await cases.rowsWritten(), `${what} left something behind`).toBe(before)
  }
  // The input that the mistakes were made in is a good one.
  expect(await cases.command(whoever(mutation), mutation, input)).not.toHaveProperty('code')
})

test('a date that is none does not get as far as a command', async () => {
  const { input } = await targetOf(cases, 'addNote', { centre, stage: 'FACT_FIND' })
  const document = 'mutation ($input: AddNoteInput!) { addNote(input: $input) { __typename } }'
  for (const followUpOn of ['2026-02-30', 'tomorrow', '24/11/2026']) {
    const { errors } = await cases.as(manager).send(document, { input: { ...input, followUpOn } })
    expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
  }
})
