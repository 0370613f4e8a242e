import { newId } from '@cma/runtime'
import { aCase, aNote, type TestCase, type TestCentre } from '@cma/testing'
import type { Cases } from './start-cases.ts'

export type Target = { theCase: TestCase; input: Record<string, unknown> }
type Setting = { centre: TestCentre; stage: string; adviser?: { sub: string } | undefined }

/** A case at the centre and an input with which the mutation succeeds on it, whoever may carry it out. */
export async function targetOf(cases: Cases, mutation: string, { centre, stage, adviser }: Setting): Promise<Target> {
  const theCase = await aCase(cases.database, { centre, stage, ...(adviser && { adviser }) })
  return { theCase, input: await inputs[mutation]!(cases, theCase, stage) }
}

type Make = (
  cases: Cases,
  theCase: TestCase,
  stage: string,
) => Record<string, unknown> | Promise<Record<string, unknown>>

const onCase =
  (input: Record<string, unknown>): Make =>
  (_, { id }) => ({ caseId: id, ...input })
const onClient =
  (input: Record<string, unknown>): Make =>
  (_, { client }) => ({ clientId: client.id, ...input })
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()
const today = () => new Date().toISOString().slice(0, 10)

/** Puts a row below the case or client where the schema wants one. */
async function insert({ database }: Cases, table: string, row: Record<string, unknown>): Promise<string> {
  const id = newId()
  const columns = Object.keys(row)
  await database.query(
    `insert into cases.${table} (id, ${columns.join(', ')}) values ($1, ${columns.map((_, index) => `$${index + 2}`).join(', ')})`,
    [id, ...Object.values(row)],
  )
  return id
}
const ofCase = ({ id, centreId }: TestCase) => ({ case_id: id, centre_id: centreId })
const ofClient = ({ client, centreId }: TestCase) => ({ client_id: client.id, centre_id: centreId })

const anEmergency = (cases: Cases, theCase: TestCase) =>
  insert(cases, 'emergency', { ...ofCase(theCase), kind: 'EVICTION', recorded_at: new Date(), recorded_by_id: newId() })
const aTask = (cases: Cases, theCase: TestCase) =>
  insert(cases, 'task', {
    ...ofCase(theCase),
    title: 'Ring the council',
    created_at: new Date(),
    created_by_id: newId(),
  })
const anAppointment = (cases: Cases, theCase: TestCase) =>
  insert(cases, 'appointment', {
    ...ofCase(theCase),
    kind: 'ADVICE',
    starts_at: new Date(Date.now() - 3_600_000),
    duration_minutes: 60,
    method: 'PHONE',
    created_at: new Date(),
    created_by_id: newId(),
  })
const aTemplate = (cases: Cases, { centreId }: TestCase) =>
  insert(cases, 'note_template', {
    centre_id: centreId,
    name: newId(),
    category: 'ADVICE',
    body: 'We spoke about',
    tags: [],
    created_at: new Date(),
    created_by_id: newId(),
  })
const aContactPoint = (cases: Cases, theCase: TestCase) =>
  insert(cases, 'contact_point', { ...ofClient(theCase), kind: 'EMAIL', value: 'alex@example.org', safe: true })
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10)

/** A standard one in its 30th day, with every condition met, unless said. */
const aBreathingSpace = (cases: Cases, theCase: TestCase, patch: Record<string, unknown> = {}) =>
  insert(cases, 'breathing_space', {
    ...ofCase(theCase),
    client_id: theCase.client.id,
    kind: 'STANDARD',
    lives_here: 'PASS',
    no_debt_relief_order: 'PASS',
    no_arrangement: 'PASS',
    not_bankrupt: 'PASS',
    none_recently: 'PASS',
    drafted_at: new Date(Date.now() - 40 * 86_400_000),
    drafted_by_id: newId(),
    started_on: daysAgo(29),
    ends_on: daysAgo(-30),
    ...patch,
  })
const aDraft = (cases: Cases, theCase: TestCase, patch: Record<string, unknown> = {}) =>
  aBreathingSpace(cases, theCase, { started_on: null, ends_on: null, ...patch })
const aCrisis = (cases: Cases, theCase: TestCase) =>
  aBreathingSpace(cases, theCase, { kind: 'MENTAL_HEALTH_CRISIS', crisis_evidence_held: true, ends_on: null })
const aDebt = (cases: Cases, theCase: TestCase, breathingSpaceId: string) =>
  insert(cases, 'breathing_space_debt', {
    ...ofCase(theCase),
    breathing_space_id: breathingSpaceId,
    debt_id: newId(),
    creditor: 'Example Bank',
    starts_on: daysAgo(29),
    added_at: new Date(),
    added_by_id: newId(),
  })
const aVulnerability = async (cases: Cases, theCase: TestCase) => {
  const id = newId()
  const place = { table: 'cases.vulnerability_record', column: 'indicator', rowId: id }
  await cases.database.query(
    `insert into cases.vulnerability_record (id, client_id, case_id, centre_id, driver, indicator, recorded_at, recorded_by_id)
     values ($1, $2, $3, $4, 'LIFE_EVENTS', $5, now(), $6)`,
    [
      id,
      theCase.client.id,
      theCase.id,
      theCase.centreId,
      cases.services.encryption.encryptField('Newly bereaved', place),
      newId(),
    ],
  )
  return id
}
const onDraft =
  (input: Record<string, unknown>, patch: Record<string, unknown> = {}): Make =>
  async (cases, theCase) => ({ breathingSpaceId: await aDraft(cases, theCase, patch), ...input })
const onActive =
  (input: () => Record<string, unknown>): Make =>
  async (cases, theCase) => ({ breathingSpaceId: await aBreathingSpace(cases, theCase), ...input() })
const onCrisis =
  (input: () => Record<string, unknown>): Make =>
  async (cases, theCase) => ({ breathingSpaceId: await aCrisis(cases, theCase), ...input() })
const onVulnerability =
  (input: Record<string, unknown> = {}): Make =>
  async (cases, theCase) => ({ caseId: theCase.id, recordId: await aVulnerability(cases, theCase), ...input })

const aHouseholdMember = (cases: Cases, theCase: TestCase) =>
  insert(cases, 'household_member', { ...ofClient(theCase), name: 'Sam Example', relation: 'CHILD' })

/** As restrictCase leaves it. */
export async function restrict(
  database: Cases['database'],
  { id, centreId }: TestCase,
  allowedUserIds: string[] = [],
): Promise<void> {
  await database.query(
    `insert into cases.case_restriction (case_id, centre_id, reason, allowed_user_ids, restricted_at, restricted_by_id)
     values ($1, $2, 'The client works here', $3, now(), $4)`,
    [id, centreId, allowedUserIds, newId()],
  )
  await database.query('update cases.case_file set restricted = true where id = $1', [id])
}

const inputs: Record<string, Make> = {
  openCase: (_, { centreId, client }) => ({ centreId, clientId: client.id }),
  changeStage: (_, { id }, stage) => ({
    caseId: id,
    to: stage === 'CLOSED' ? 'FACT_FIND' : 'ON_HOLD',
    reason: 'As agreed with the client',
  }),
  assignCase: async ({ graph }, { id, centreId }) => {
    const adviserId = newId()
    graph.memberships.set(adviserId, { [centreId]: ['ADVISER'] })
    return { caseId: id, adviserId }
  },
  updateCase: onCase({ priority: 'HIGH' }),
  recordEmergency: onCase({ kind: 'DISCONNECTION' }),
  clearEmergency: async (cases, theCase) => ({ caseId: theCase.id, emergencyId: await anEmergency(cases, theCase) }),
  restrictCase: onCase({ reason: 'The client works here', allowedUserIds: [] }),
  liftRestriction: async (cases, theCase) => {
    await restrict(cases.database, theCase)
    return { caseId: theCase.id, reason: 'The client has left' }
  },
  breakGlass: async (cases, theCase) => {
    await restrict(cases.database, theCase)
    return { caseId: theCase.id, reason: 'The client is in danger' }
  },
  addNote: onCase({ category: 'PHONE_CALL', body: 'Rang the client.' }),
  amendNote: async ({ database }, theCase) => ({
    noteId: (await aNote(database, { on: theCase })).id,
    body: 'Rang the client twice.',
    reason: 'Forgot one',
    expectedVersion: 1,
  }),
  completeFollowUp: async ({ database }, theCase) => ({
    noteId: (await aNote(database, { on: theCase, followUpOn: today() })).id,
  }),
  saveNoteTemplate: (_, { centreId }) => ({ centreId, name: newId(), category: 'ADVICE', body: 'We spoke about' }),
  retireNoteTemplate: async (cases, theCase) => ({ templateId: await aTemplate(cases, theCase) }),
  addTask: onCase({ title: 'Ring the council' }),
  completeTask: async (cases, theCase) => ({ taskId: await aTask(cases, theCase) }),
  updateTask: async (cases, theCase) => ({ taskId: await aTask(cases, theCase), title: 'Write to the council' }),
  bookAppointment: (_, { id }) => ({ caseId: id, kind: 'ADVICE', startsAt: tomorrow(), method: 'PHONE' }),
  recordAppointmentOutcome: async (cases, theCase) => ({
    appointmentId: await anAppointment(cases, theCase),
    outcome: 'ATTENDED',
  }),
  updateClient: onClient({ interpreterNeeded: true }),
  recordClientName: onClient({ givenNames: 'Alex', familyName: 'Former', kind: 'FORMER' }),
  recordAddress: onClient({ address: { lines: ['1 Example Street'], country: 'ENGLAND' } }),
  recordContactPoint: onClient({ contactPoint: { kind: 'EMAIL', value: 'alex@example.org', safe: true } }),
  endContactPoint: async (cases, theCase) => ({
    clientId: theCase.client.id,
    contactPointId: await aContactPoint(cases, theCase),
  }),
  recordHouseholdMember: onClient({ name: 'Sam Example', relation: 'CHILD' }),
  endHouseholdMember: async (cases, theCase) => ({
    clientId: theCase.client.id,
    householdMemberId: await aHouseholdMember(cases, theCase),
  }),
  recordSensitiveDetails: onClient({ nationalInsuranceNumber: 'QQ123456C' }),
  draftBreathingSpace: onCase({ kind: 'STANDARD' }),
  recordBreathingSpaceEligibility: onDraft({ eligibility: { englandOrWales: 'PASS' } }),
  recordCrisisEvidence: onDraft({}, { kind: 'MENTAL_HEALTH_CRISIS' }),
  startBreathingSpace: async (cases, theCase) => ({
    breathingSpaceId: await aDraft(cases, theCase),
    startedOn: daysAgo(1),
  }),
  addBreathingSpaceDebt: onActive(() => ({ creditor: 'Example Energy' })),
  removeBreathingSpaceDebt: async (cases, theCase) => {
    const breathingSpaceId = await aBreathingSpace(cases, theCase)
    return { breathingSpaceId, breathingSpaceDebtId: await aDebt(cases, theCase, breathingSpaceId) }
  },
  recordMidwayReview: onActive(() => ({ reviewedOn: daysAgo(1), outcome: 'CONTINUES' })),
  recordCreditorReviewRequest: async (cases, theCase) => {
    const breathingSpaceId = await aBreathingSpace(cases, theCase)
    const breathingSpaceDebtId = await aDebt(cases, theCase, breathingSpaceId)
    return { breathingSpaceId, breathingSpaceDebtId, requestedOn: daysAgo(15), reason: 'UNFAIR_PREJUDICE' }
  },
  decideCreditorReview: async (cases, theCase) => {
    const breathingSpaceId = await aBreathingSpace(cases, theCase)
    const creditorReviewId = await insert(cases, 'creditor_review', {
      ...ofCase(theCase),
      breathing_space_id: breathingSpaceId,
      debt_row_id: await aDebt(cases, theCase, breathingSpaceId),
      reason: 'NOT_ELIGIBLE',
      requested_on: daysAgo(15),
    })
    return {
      breathingSpaceId,
      creditorReviewId,
      decidedOn: daysAgo(1),
      outcome: 'DEBT_STAYS',
      reasoning: 'The client would lose their home.',
    }
  },
  recordEndingPlan: onActive(() => ({ plan: 'A debt relief order is applied for.' })),
  recordPointOfContactAsked: onCrisis(() => ({ askedOn: daysAgo(1) })),
  recordTreatmentEnd: onCrisis(() => ({ treatmentEndedOn: daysAgo(1) })),
  endBreathingSpace: onActive(() => ({ endedOn: daysAgo(1), reason: 'ABLE_TO_PAY_DEBTS' })),
  recordConsent: (_, { id }) => ({ caseId: id, kind: 'SHARE_WITH_CREDITORS', givenOn: daysAgo(1) }),
  withdrawConsent: async (cases, theCase) => ({
    caseId: theCase.id,
    consentId: await insert(cases, 'consent', {
      ...ofCase(theCase),
      ...ofClient(theCase),
      kind: 'RESEARCH',
      given_on: daysAgo(9),
      recorded_by_id: newId(),
    }),
    withdrawnOn: daysAgo(1),
  }),
  recordAuthority: (_, { id }) => ({ caseId: id, scope: 'All creditors', signedOn: daysAgo(1) }),
  endAuthority: async (cases, theCase) => ({
    caseId: theCase.id,
    authorityId: await insert(cases, 'authority_to_act', {
      ...ofCase(theCase),
      ...ofClient(theCase),
      scope: 'All creditors',
      signed_on: daysAgo(9),
      expires_on: daysAgo(-300),
      recorded_by_id: newId(),
    }),
    endedOn: daysAgo(1),
  }),
  recordVulnerability: onCase({ driver: 'LIFE_EVENTS', indicator: 'Newly bereaved' }),
  agreeSupport: onVulnerability({ supportNeeds: 'Longer appointments' }),
  reviewVulnerability: onVulnerability(),
  endVulnerability: onVulnerability(),
  recordOutcome: (_, { id }) => ({ caseId: id, kind: 'DEBT_MANAGED', achievedOn: daysAgo(1), amountPence: 125_000 }),
}
