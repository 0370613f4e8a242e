import { addDays, londonDate, newId } from '@cma/runtime'
import { aCentre, fileStack, manualClock } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance } from '../testing/a-compliance.ts'
import { dueOf, register } from '../testing/registers.ts'

const stack = fileStack()
const clock = manualClock('2026-06-01T09:00:00Z') // a Monday
const { someone, centre, database, openCase, ledger, settled } = stack.use(await aCompliance({ clock }))
const manager = someone(['CENTRE_MANAGER'])
const dpo = someone(['DPO'])
const volunteer = someone(['VOLUNTEER_SUPPORT'])

const complaint = {
  centreId: centre.id,
  subject: 'DELAY',
  channel: 'PHONE',
  complainant: 'Joan Bright',
  words: 'Nobody rang me back.',
}
const closing = { outcome: 'UPHELD', rootCause: 'CAPACITY', rootCauseNote: 'Two were ill.', redressPence: 5_000 }
const eventsOf = async (id: string) =>
  database.query<{ action: string; facts: Record<string, unknown> }>(
    `select action, facts from audit.event where entities @> $1::jsonb order by recorded_at, id`,
    [JSON.stringify([{ id }])],
  )

test('a complaint runs from receipt over acknowledgement to a final response, and the clock is that of DISP', async () => {
  clock.set('2026-06-01T09:00:00Z')
  const got = await register('recordComplaint', volunteer, { ...complaint, handlerId: manager.id })
  expect(got).toMatchObject({ state: 'OPEN', complainant: 'Joan Bright', words: 'Nobody rang me back.' })
  expect(Object.fromEntries(got.deadlines.map(({ code, dueAt }) => [code, dueAt]))).toEqual({
    CO_ACKNOWLEDGEMENT: '2026-06-03T22:59:59.999Z',
    CO_THIRD_BUSINESS_DAY: '2026-06-04T22:59:59.999Z',
    CO_WEEK_4: '2026-06-29T22:59:59.999Z',
    CO_WEEK_6: '2026-07-13T22:59:59.999Z',
    CO_WEEK_7: '2026-07-20T22:59:59.999Z',
    CO_FINAL_RESPONSE: '2026-07-27T22:59:59.999Z',
  })
  expect(got.nextDeadline).toEqual({ code: 'CO_ACKNOWLEDGEMENT' })
  const acknowledged = await register('acknowledgeComplaint', manager, { complaintId: got.id })
  expect(acknowledged).toMatchObject({ acknowledgedOn: '2026-06-01', nextDeadline: { code: 'CO_THIRD_BUSINESS_DAY' } })
  clock.set('2026-07-28T09:00:00Z') // day 57
  const late = await register('sendHoldingReply', manager, { complaintId: got.id })
  expect(late.deadlines.find(({ code }) => code === 'CO_FINAL_RESPONSE')).toMatchObject({
    overdue: true,
    force: 'RULE',
  })
  const answered = await register('sendFinalResponse', manager, {
    complaintId: got.id,
    ...closing,
    wordingChecks: ['OMBUDSMAN_RIGHT', 'SIX_MONTHS', 'LEAFLET'],
  })
  expect(answered).toMatchObject({
    state: 'ANSWERED',
    outcome: 'UPHELD',
    redressPence: 5_000,
    rootCauseNote: 'Two were ill.',
    nextDeadline: null,
    allowed: [],
  })
  const events = await eventsOf(got.id)
  expect(events.map(({ action }) => action)).toEqual([
    'compliance.complaint.received',
    'compliance.complaint.acknowledged',
    'compliance.complaint.holding_reply_sent',
    'compliance.complaint.final_response_sent',
  ])
  expect(events[3]!.facts).toMatchObject({ complaintId: got.id, sentOn: '2026-07-28', outcome: 'UPHELD' })
  expect(JSON.stringify(events)).not.toMatch(/Joan|rang|ill\./)
})

test('what was written is not readable in the table', async () => {
  const { id } = await register('recordComplaint', manager, complaint)
  const [row] = await database.query<{ complainant: string; words: string }>(
    `select complainant, words from compliance.complaint where id = $1`,
    [id],
  )
  expect(JSON.stringify(row)).not.toMatch(/Joan|rang/)
})

test.each([
  ['nothing', [], /Ombudsman Service; .*six months.*; .*leaflet/],
  ['all but the leaflet', ['OMBUDSMAN_RIGHT', 'SIX_MONTHS'], /leaflet/],
])('a final response that says %s is refused, with what is missing', async (_, wordingChecks, words) => {
  const { id } = await register('recordComplaint', manager, complaint)
  const answer = await register('sendFinalResponse', manager, { complaintId: id, ...closing, wordingChecks })
  expect(answer).toMatchObject({ code: 'WORDING_INCOMPLETE', field: 'wordingChecks' })
  expect(answer.message).toMatch(words)
})

test('a complaint is resolved early until the close of the third business day over a bank holiday, and no later', async () => {
  clock.set('2026-08-28T15:00:00Z') // the Friday before the August bank holiday
  const early = { ...closing, wordingChecks: ['RESOLVED', 'OMBUDSMAN_RIGHT', 'OMBUDSMAN_WEBSITE'] }
  const [one, two] = [
    await register('recordComplaint', manager, complaint),
    await register('recordComplaint', manager, complaint),
  ]
  expect(dueOf(one, 'CO_THIRD_BUSINESS_DAY')).toBe('2026-09-03T22:59:59.999Z')
  clock.set('2026-09-03T16:00:00Z')
  expect(await register('resolveComplaintEarly', manager, { complaintId: one.id, ...early })).toMatchObject({
    state: 'RESOLVED_EARLY',
  })
  clock.set('2026-09-04T08:00:00Z')
  expect(await register('resolveComplaintEarly', manager, { complaintId: two.id, ...early })).toMatchObject({
    code: 'TOO_LATE',
  })
  expect(
    await register('resolveComplaintEarly', manager, { complaintId: two.id, ...early, resolvedOn: '2026-09-03' }),
  ).toMatchObject({ state: 'RESOLVED_EARLY' })
})

test('the person a complaint is about neither handles it nor is given it, manager or not', async () => {
  const about = { ...complaint, aboutUserId: manager.id }
  expect(await register('recordComplaint', volunteer, { ...about, handlerId: manager.id })).toMatchObject({
    code: 'OWN_MATTER',
    field: 'handlerId',
  })
  const { id } = await register('recordComplaint', volunteer, about)
  expect(await register('acknowledgeComplaint', manager, { complaintId: id })).toMatchObject({ code: 'OWN_MATTER' })
  const officer = someone(['COMPLIANCE_OFFICER'])
  expect(await register('assignComplaint', officer, { complaintId: id, handlerId: manager.id })).toMatchObject({
    code: 'OWN_MATTER',
    field: 'handlerId',
  })
  const adviser = someone(['ADVISER'])
  expect(await register('acknowledgeComplaint', adviser, { complaintId: id })).toMatchObject({ code: 'NOT_FOUND' })
  await register('assignComplaint', officer, { complaintId: id, handlerId: adviser.id })
  expect(await register('acknowledgeComplaint', adviser, { complaintId: id })).toMatchObject({ state: 'OPEN' })
  expect(
    await register('withdrawComplaint', adviser, { complaintId: id, reason: 'Said so on the phone.' }),
  ).toMatchObject({ state: 'WITHDRAWN', nextDeadline: null })
})

test('a data request has the corresponding date of the next month, and its clock stands still while identity is asked for', async () => {
  clock.set('2026-10-31T10:00:00Z')
  const request = { centreId: centre.id, kind: 'ACCESS', requester: 'Joan Bright', request: 'All notes of me.' }
  const got = await register('recordSubjectAccessRequest', volunteer, request)
  expect(dueOf(got, 'DSAR_ANSWER')).toBe('2026-11-30T23:59:59.999Z') // November has no 31st; a Monday
  clock.set('2026-11-02T10:00:00Z')
  expect(await register('pauseSubjectAccessRequest', dpo, { requestId: got.id })).toMatchObject({
    state: 'PAUSED',
    deadlines: [],
    nextDeadline: null,
  })
  expect(await register('answerSubjectAccessRequest', dpo, { requestId: got.id, decision: 'DONE' })).toMatchObject({
    code: 'WRONG_STATE',
  })
  clock.set('2026-11-07T10:00:00Z')
  const resumed = await register('resumeSubjectAccessRequest', dpo, { requestId: got.id })
  expect(resumed).toMatchObject({ state: 'OPEN', pausedDays: 5 })
  expect(dueOf(resumed, 'DSAR_ANSWER')).toBe('2026-12-07T23:59:59.999Z') // five days on is a Saturday: the Monday
  const extended = await register('extendSubjectAccessRequest', dpo, {
    requestId: got.id,
    reason: 'Ten years of paper.',
  })
  expect(dueOf(extended, 'DSAR_ANSWER')).toBeNull()
  expect(dueOf(extended, 'DSAR_ANSWER_EXTENDED')).toBe('2027-02-05T23:59:59.999Z')
  expect(await register('answerSubjectAccessRequest', dpo, { requestId: got.id, decision: 'DONE' })).toMatchObject({
    state: 'ANSWERED',
    closedOn: '2026-11-07',
  })
  expect((await eventsOf(got.id)).map(({ action }) => action)).toEqual(
    ['received', 'clock_paused', 'clock_resumed', 'extended', 'answered'].map((name) => `compliance.dsar.${name}`),
  )
})

test('more time is taken only within the first month, and an erasure is decided with a reason', async () => {
  clock.set('2026-09-01T10:00:00Z')
  const got = await register('recordSubjectAccessRequest', manager, {
    centreId: centre.id,
    kind: 'ERASURE',
    requester: 'J',
    request: 'Forget me.',
  })
  expect(await register('answerSubjectAccessRequest', manager, { requestId: got.id, decision: 'DONE' })).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'reason',
  })
  clock.set('2026-10-02T10:00:00Z')
  expect(await register('extendSubjectAccessRequest', manager, { requestId: got.id, reason: 'Busy' })).toMatchObject({
    code: 'TOO_LATE',
  })
  expect(
    await register('refuseSubjectAccessRequest', manager, { requestId: got.id, reason: 'A claim is open.' }),
  ).toMatchObject({ state: 'REFUSED', decisionReason: 'A claim is open.' })
})

test('a breach is assessed within 24 hours and reported within 72, unless it need not be', async () => {
  clock.set('2026-10-24T10:00:00Z') // the clocks go back that night
  const breach = {
    centreId: centre.id,
    kind: 'WRONG_RECIPIENT',
    description: 'A letter to Joan went to Jean.',
    peopleAffected: 1,
    discoveredAt: '2026-10-24T08:30:00.000Z',
  }
  const got = await register('recordDataBreach', volunteer, breach)
  expect([dueOf(got, 'BREACH_ASSESSMENT'), dueOf(got, 'BREACH_REPORT')]).toEqual([
    '2026-10-25T08:30:00.000Z',
    '2026-10-27T08:30:00.000Z',
  ])
  expect(await register('reportDataBreach', dpo, { breachId: got.id })).toMatchObject({ code: 'WRONG_STATE' })
  expect(await register('closeDataBreach', dpo, { breachId: got.id, lessons: 'None' })).toMatchObject({
    code: 'WRONG_STATE',
  })
  clock.set('2026-10-26T10:00:00Z')
  const assessed = await register('assessDataBreach', dpo, {
    breachId: got.id,
    reportable: true,
    reasons: 'Health data.',
  })
  expect(assessed).toMatchObject({
    state: 'ASSESSED',
    reportable: true,
    assessment: 'Health data.',
    nextDeadline: { code: 'BREACH_REPORT' },
  })
  const reported = await register('reportDataBreach', dpo, { breachId: got.id, subjectsToldOn: '2026-10-25' })
  expect(reported).toMatchObject({ state: 'REPORTED', subjectsToldOn: '2026-10-25', nextDeadline: null })
  expect(await register('closeDataBreach', dpo, { breachId: got.id, lessons: 'Window envelopes.' })).toMatchObject({
    state: 'CLOSED',
    lessons: 'Window envelopes.',
  })
  const other = await register('recordDataBreach', manager, { ...breach, discoveredAt: null })
  const harmless = await register('assessDataBreach', manager, {
    breachId: other.id,
    reportable: false,
    reasons: 'Encrypted.',
  })
  expect(dueOf(harmless, 'BREACH_REPORT')).toBeNull()
  expect((await eventsOf(got.id)).map(({ action, facts }) => [action, facts['reportable'] ?? null])).toEqual([
    ['compliance.breach.discovered', null],
    ['compliance.breach.assessed', true],
    ['compliance.breach.reported', null],
    ['compliance.breach.closed', null],
  ])
})

test('files are drawn by the experience of their advisers, drawn again only what is missing, and graded by a second person', async () => {
  clock.set('2026-11-24T10:00:00Z')
  const [trainee, fresh, old] = [newId(), newId(), newId()]
  const membership = (userId: string, role: string, at: string) => ({
    action: 'identity.membership.changed',
    centre,
    at,
    facts: { userId, centreId: centre.id, roles: [role] },
  })
  await ledger.append(
    membership(trainee, 'TRAINEE_ADVISER', '2024-01-01T09:00:00Z'),
    membership(fresh, 'ADVISER', '2026-08-01T09:00:00Z'),
    membership(old, 'ADVISER', '2020-01-01T09:00:00Z'),
  )
  for (const [adviserId, cases] of [
    [trainee, 3],
    [fresh, 12],
    [old, 1],
  ] as const)
    for (let n = 0; n < cases; n += 1) await openCase({ adviserId, at: '2026-11-01T09:00:00Z' })
  const supervisor = someone(['SUPERVISOR'])
  const sample = await register('drawFileReviewSample', supervisor, { centreId: centre.id })
  const counts = (answer: typeof sample) =>
    [trainee, fresh, old].map((id) => answer.drawn.filter(({ adviser }) => adviser.id === id).length)
  expect(sample).toMatchObject({ quarter: '2026-Q4' })
  expect(counts(sample)).toEqual([3, 3, 1])
  expect(await register('drawFileReviewSample', supervisor, { centreId: centre.id })).toMatchObject({
    code: 'ALREADY_DONE',
  })
  await openCase({ adviserId: old, at: '2026-11-02T09:00:00Z' })
  expect(
    counts(await register('drawFileReviewSample', supervisor, { centreId: centre.id, quarter: '2026-Q4' })),
  ).toEqual([0, 0, 1])
  expect(await register('drawFileReviewSample', supervisor, { centreId: centre.id, quarter: '2027-Q1' })).toMatchObject(
    { code: 'INVALID_INPUT', field: 'quarter' },
  )

  const review = sample.drawn.find(({ adviser }) => adviser.id === fresh)!
  const owner = someone(['ADVISER'], centre, fresh)
  const second = someone(['ADVISER'])
  const grading = { fileReviewId: review.id, grade: 'HARM', findings: 'Bailiffs were let in.' }
  expect(await register('gradeFileReview', owner, grading)).toMatchObject({ code: 'OWN_MATTER' })
  expect(await register('gradeFileReview', second, grading)).toMatchObject({ code: 'NOT_FOUND' })
  expect(await register('assignFileReview', supervisor, { fileReviewId: review.id, reviewerId: fresh })).toMatchObject({
    code: 'OWN_MATTER',
    field: 'reviewerId',
  })
  expect(
    await register('assignFileReview', supervisor, { fileReviewId: review.id, reviewerId: second.id }),
  ).toMatchObject({ reviewer: { id: second.id } })
  expect(await register('gradeFileReview', second, grading)).toMatchObject({ code: 'INVALID_INPUT', field: 'actions' })
  const graded = await register('gradeFileReview', second, {
    ...grading,
    actions: [{ text: 'Ring the client.' }, { text: 'Train.', dueOn: '2026-12-20' }],
  })
  expect(graded).toMatchObject({
    state: 'ACTIONS_OPEN',
    findings: 'Bailiffs were let in.',
    nextDeadline: { code: 'FILE_REVIEW_HARM' },
  })
  expect(graded.actions.map(({ text, dueOn }) => [text, dueOn])).toEqual([
    ['Ring the client.', '2026-11-25'],
    ['Train.', '2026-12-20'],
  ])
  expect(await register('completeFileReviewAction', owner, { actionId: graded.actions[0]!.id })).toMatchObject({
    state: 'ACTIONS_OPEN',
  })
  expect(await register('completeFileReviewAction', owner, { actionId: graded.actions[1]!.id })).toMatchObject({
    state: 'DONE',
    nextDeadline: null,
  })
  const events = await eventsOf(review.id)
  expect(events.map(({ action }) => action)).toEqual(
    ['sampled', 'assigned', 'graded', 'action_done', 'actions_done'].map((name) => `compliance.file_review.${name}`),
  )
  expect(events[2]!.facts).toMatchObject({ adviserId: fresh, grade: 'HARM', actionsDueOn: '2026-11-25' })
  await settled()
})

test('lists page from the newest on, filter, count', async () => {
  const where = 'filter: { states: [OPEN], subjects: [ACCESS] }'
  for (let n = 0; n < 5; n += 1)
    await register('recordComplaint', manager, { ...complaint, subject: 'ACCESS', receivedOn: `2026-11-${10 + n}` })
  type Page = {
    complaints: {
      edges: Array<{ cursor: string; node: { receivedOn: string } }>
      totalCount: number
      pageInfo: { hasNextPage: boolean; endCursor: string }
    }
  }
  const page = (after: string) =>
    manager.ask<Page>(
      `{ complaints(first: 2 ${after} ${where}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { receivedOn words nextDeadline { code } allowed } } } }`,
    )
  const days: string[] = []
  for (let after = ''; ;) {
    const { complaints } = await page(after)
    expect(complaints.totalCount).toBe(5)
    days.push(...complaints.edges.map(({ node }) => node.receivedOn))
    if (!complaints.pageInfo.hasNextPage) break
    after = `, after: "${complaints.pageInfo.endCursor}"`
  }
  expect(days).toEqual(['2026-11-14', '2026-11-13', '2026-11-12', '2026-11-11', '2026-11-10'])
})

test.each([
  ['SCOTLAND', '2026-07-31', '2026-08-05', '2026-08-06'], // the Monday after is their summer bank holiday
  ['NORTHERN_IRELAND', '2026-07-10', '2026-07-15', '2026-07-16'], // the Monday after stands for Orangemen's Day
  ['ENGLAND_WALES', '2026-07-31', '2026-08-04', '2026-08-05'],
])('a complaint on a case of %s keeps its bank holidays, on its page and for its alerts', async (...given) => {
  const [jurisdiction, receivedOn, acknowledgeBy, resolveBy] = given
  clock.set(`${receivedOn}T09:00:00Z`)
  const { caseId } = await openCase({ jurisdiction, at: clock.now() })
  const got = await register('recordComplaint', manager, { ...complaint, caseId })
  const days = Object.fromEntries(got.deadlines.map(({ code, dueAt }) => [code, londonDate(new Date(dueAt))]))
  expect(days).toMatchObject({ CO_ACKNOWLEDGEMENT: acknowledgeBy, CO_THIRD_BUSINESS_DAY: resolveBy })
  await settled()
  const ofMatter = await database.query<{ code: string; due: string }>(
    `select code, (due_at at time zone 'Europe/London')::date::text due from compliance.matter_clock
     where matter_id = $1 and code in ('COMPLAINT_ACKNOWLEDGEMENT', 'COMPLAINT_SUMMARY_RESOLUTION') order by code`,
    [got.id],
  )
  expect(ofMatter.map(({ due }) => due)).toEqual([acknowledgeBy, resolveBy])
  const wordingChecks = ['RESOLVED', 'OMBUDSMAN_RIGHT', 'OMBUDSMAN_WEBSITE']
  const input = { complaintId: got.id, ...closing, wordingChecks }
  clock.set(`${addDays(resolveBy, 1)}T09:00:00Z`)
  expect(await register('resolveComplaintEarly', manager, input)).toMatchObject({ code: 'TOO_LATE' })
  clock.set(`${resolveBy}T20:00:00Z`)
  expect(await register('resolveComplaintEarly', manager, input)).toMatchObject({ state: 'RESOLVED_EARLY' })
})

test("drawn files are due by the bank holidays of each case's law, and so is what their reviews ask for", async () => {
  clock.set('2026-07-10T09:00:00Z')
  const place = await aCentre(database)
  const [english, irish] = [
    await openCase({ centre: place, at: clock.now() }),
    await openCase({ centre: place, jurisdiction: 'NORTHERN_IRELAND', at: clock.now() }),
  ]
  const lead = someone(['CENTRE_MANAGER'], place)
  const { drawn } = await register('drawFileReviewSample', lead, { centreId: place.id, quarter: '2026-Q3' })
  const review = (caseId: string) => drawn.find((one) => one.case.id === caseId)!
  expect([review(english.caseId).dueOn, review(irish.caseId).dueOn]).toEqual(['2026-07-24', '2026-07-27'])
  const graded = await register('gradeFileReview', lead, {
    fileReviewId: review(irish.caseId).id,
    grade: 'POOR',
    findings: 'No note of the options.',
    actions: [{ text: 'Write the note.' }],
  })
  expect(graded.actions[0]!.dueOn).toBe('2026-07-27')
  expect(dueOf(graded, 'FILE_REVIEW_ACTIONS')).toBe('2026-07-27T22:59:59.999Z')
  await settled()
  const clocks = await database.query<{ code: string; due: string }>(
    `select code, (due_at at time zone 'Europe/London')::date::text due from compliance.matter_clock where matter_id = $1 order by code`,
    [graded.id],
  )
  expect(clocks).toEqual([
    { code: 'FILE_REVIEW', due: '2026-07-27' },
    { code: 'FILE_REVIEW_ACTIONS', due: '2026-07-27' },
  ])
})
