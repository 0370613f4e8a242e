import { addDays, londonDate, newId, roles as allRoles, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack, statementsDuring } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance } from './testing/a-compliance.ts'
import { aBreach, aBreathingSpace, aComplaint, aDsar, aFileReview, matter } from './testing/matters.ts'

// What falls due, in one list: of which clocks and items, in which order, and for whom.

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { database, openCase, tell, as, someone } = compliance
const today = londonDate(new Date())
const query = `query ($first: Int! = 200, $after: String, $from: Date, $to: Date, $centreId: ID, $caseId: ID, $forces: [Force!], $mine: Boolean! = false) {
  deadlines(first: $first, after: $after, from: $from, to: $to, centreId: $centreId, caseId: $caseId, forces: $forces, mine: $mine) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id code text dueAt force ruleReference verified passes overdue case { id } centre { id } matterKind matterId } } } }`
type Deadline = {
  id: string
  code: string
  text: string
  dueAt: string
  force: string
  passes: boolean
  overdue: boolean
  matterKind: string | null
  matterId: string | null
  case: { id: string } | null
}
type Answer = {
  deadlines: {
    totalCount: number
    pageInfo: { hasNextPage: boolean; endCursor: string | null }
    edges: Array<{ node: Deadline }>
  }
}
type Asker = { ask: <Data>(document: string, variables: Record<string, unknown>) => Promise<Data> }

async function ask(who: Asker, variables: Record<string, unknown> = {}): Promise<Deadline[]> {
  const { deadlines } = await who.ask<Answer>(query, variables)
  expect(deadlines.totalCount).toBe(deadlines.edges.length)
  return deadlines.edges.map(({ node }) => node)
}

/** A centre with one matter of each kind that has a clock, on one case where a case has it. */
async function aCentreWithAll() {
  const centre = await aCentre(database)
  const work = await openCase({ centre })
  const handler = newId()
  const client = newId()
  const of = (kind: string, more: Record<string, unknown>) =>
    matter(centre, `cases.${kind}`, { caseId: work.caseId, clientId: client, ...more })
  const space = aBreathingSpace(centre, work.caseId)
  const [complaint, request, breach] = [aComplaint(centre), aDsar(centre), aBreach(centre)]
  const review = aFileReview(centre, work.caseId)
  const soon = addDays(today, 30)
  await tell(
    space.event('started', { kind: 'STANDARD', startedOn: today }),
    space.event('creditor_review_requested', { reviewId: newId(), requestedOn: today, debtStartedOn: today }),
    complaint.event('received', { receivedOn: today, handlerId: handler }),
    request.event('received', { receivedOn: today }),
    breach.event('discovered', { discoveredAt: new Date().toISOString() }),
    review.event('sampled', { reviewerId: null, dueOn: soon }),
    of('consent', { consentId: newId(), kind: 'A' })('given', { givenOn: today, expiresOn: soon }),
    of('authority', { authorityId: newId() })('signed', { signedOn: today, expiresOn: soon }),
    of('vulnerability', { recordId: newId() })('recorded', { supportAgreed: true, reviewOn: soon }),
    of('emergency', { emergencyId: newId(), kind: 'EVICTION' })('recorded', { occursOn: soon }),
  )
  return { centre, work, handler, complaint, space }
}
const all = await aCentreWithAll()
const kindsOf = (list: Deadline[]) => [...new Set(list.map(({ matterKind }) => matterKind ?? 'ITEM'))].toSorted()

// Who is shown which, as the registers and the case page say, written apart from the policies in the database.
const inCase = ['AUTHORITY', 'BREATHING_SPACE', 'CONSENT', 'CREDITOR_REVIEW', 'EMERGENCY', 'ITEM']
const shown: Partial<Record<Role, string[]>> = {
  ADVISER: inCase,
  TRAINEE_ADVISER: inCase,
  VOLUNTEER_SUPPORT: inCase,
  SUPERVISOR: [...inCase, 'FILE_REVIEW', 'VULNERABILITY'],
  CENTRE_MANAGER: [...inCase, 'FILE_REVIEW', 'VULNERABILITY', 'COMPLAINT', 'DSAR', 'DATA_BREACH'],
  SAFEGUARDING_LEAD: [...inCase, 'VULNERABILITY'],
  COMPLIANCE_OFFICER: [...inCase, 'FILE_REVIEW', 'VULNERABILITY', 'COMPLAINT', 'DSAR', 'DATA_BREACH'],
  DPO: [...inCase, 'DSAR', 'DATA_BREACH'],
  AUDITOR: [...inCase, 'FILE_REVIEW', 'COMPLAINT', 'DSAR', 'DATA_BREACH'],
}

test.each(allRoles.map((role) => ({ role })))('$role at the centre and through the network', async ({ role }) => {
  const expected = (shown[role] ?? []).toSorted()
  const here = { centreId: all.centre.id }
  expect(kindsOf(await ask(as(aViewer({ roles: [role], at: all.centre })), here))).toEqual(expected)
  expect(kindsOf(await ask(as(aViewer({ roles: [role], throughNetwork: all.centre })), here))).toEqual(expected)
  const elsewhere = await aCentre(database)
  expect(await ask(as(aViewer({ roles: [role], at: elsewhere })), here)).toEqual([])
})

test("the case's adviser is told of the client's needs, and whoever handles a complaint of its clocks", async () => {
  const adviser = someone(['ADVISER'], all.centre, all.work.adviserId)
  expect(kindsOf(await ask(adviser))).toEqual([...inCase, 'VULNERABILITY'].toSorted())
  const handler = someone(['ADVISER'], all.centre, all.handler)
  expect(kindsOf(await ask(handler))).toEqual([...inCase, 'COMPLAINT'].toSorted())
  expect(kindsOf(await ask(handler, { mine: true }))).toEqual(['COMPLAINT'])
  expect(kindsOf(await ask(adviser, { mine: true }))).toEqual([...inCase, 'VULNERABILITY'].toSorted())
})

test('the earliest comes first, with what sets it, and pages leave none out', async () => {
  const manager = someone(['CENTRE_MANAGER'], all.centre)
  const list = await ask(manager)
  expect(list.map(({ dueAt }) => dueAt)).toEqual(list.map(({ dueAt }) => dueAt).toSorted())
  expect(list.find(({ code }) => code === 'BS_MIDWAY_REVIEW')).toMatchObject({
    text: 'Midway review of the Breathing Space, from day 26 to day 35',
    force: 'LAW',
    ruleReference: 'SI 2020/1311 reg 27',
    verified: false,
    passes: false,
    overdue: false,
    case: { id: all.work.caseId },
    centre: { id: all.centre.id },
    matterKind: 'BREATHING_SPACE',
    matterId: all.space.id,
  })
  expect(list.find(({ code }) => code === 'BS_CREDITOR_REQUESTS')).toMatchObject({ passes: true })
  expect(list.find(({ code }) => code === 'C8-01')).toMatchObject({ matterKind: null, matterId: null, force: 'POLICY' })
  const paged: Deadline[] = []
  for (let after: string | null = null, more = true; more;) {
    const { deadlines }: Answer = await manager.ask<Answer>(query, { first: 3, after })
    expect(deadlines.totalCount).toBe(list.length)
    paged.push(...deadlines.edges.map(({ node }) => node))
    after = deadlines.pageInfo.endCursor
    more = deadlines.pageInfo.hasNextPage
  }
  expect(paged).toEqual(list)
})

test('days, force, case and centre narrow the list; what is met is no longer in it', async () => {
  const manager = someone(['CENTRE_MANAGER'], all.centre)
  const day = addDays(today, 34)
  const within = await ask(manager, { from: day, to: day })
  // The item of the checklist has a deadline of its own, on the same day.
  expect(within.map(({ code }) => code).toSorted()).toEqual(['BS-07', 'BS_CREDITOR_REVIEW', 'BS_MIDWAY_REVIEW'])
  const lawful = await ask(manager, { forces: ['LAW'] })
  expect(lawful.length).toBeGreaterThan(4)
  expect(new Set(lawful.map(({ force }) => force))).toEqual(new Set(['LAW']))
  expect((await ask(manager, { caseId: all.work.caseId })).every((one) => one.case?.id === all.work.caseId)).toBe(true)
  expect(await ask(manager, { centreId: newId() })).toEqual([])
  expect(await ask(manager, { centreId: 'nonsense' })).toEqual([])
  const other = await aCentreWithAll()
  const before = await ask(someone(['CENTRE_MANAGER'], other.centre))
  await tell(
    other.space.event('midway_review_recorded', { reviewedOn: today }),
    other.complaint.event('acknowledged', { acknowledgedOn: today }),
  )
  const after = (await ask(someone(['CENTRE_MANAGER'], other.centre))).map(({ id }) => id)
  const gone = before.filter(({ id }) => !after.includes(id)).map(({ code }) => code)
  expect(gone.toSorted()).toEqual(['BS_MIDWAY_REVIEW', 'COMPLAINT_ACKNOWLEDGEMENT'])
})

test('what is late comes first when no day is named, and says so', async () => {
  const centre = await aCentre(database)
  const complaint = aComplaint(centre)
  await tell(complaint.event('received', { receivedOn: addDays(today, -60), handlerId: null }))
  const list = await ask(someone(['CENTRE_MANAGER'], centre))
  expect(list.find(({ code }) => code === 'COMPLAINT_FINAL_RESPONSE')).toMatchObject({ overdue: true })
  expect(list.some(({ code }) => code === 'COMPLAINT_SUMMARY_RESOLUTION')).toBe(false) // that time has passed
  expect(await ask(someone(['CENTRE_MANAGER'], centre), { from: today })).toEqual([])
})

test.each([{ first: 0 }, { first: 201 }, { after: 'nonsense' }, { from: '2026-02-02', to: '2026-02-01' }])(
  'refuses %o',
  async (variables) => {
    await expect(someone(['CENTRE_MANAGER'], all.centre).ask(query, variables)).rejects.toThrow()
  },
)

test('two statements, however many deadlines', async () => {
  const manager = someone(['CENTRE_MANAGER'], all.centre)
  const count = async (first: number) =>
    (await statementsDuring(() => manager.ask(query, { first }), { role: 'compliance_app' })).statements.length
  expect(await count(1)).toBe(2)
  expect(await count(200)).toBe(2)
})

test('the catalogue says of each alert when, for whom and what closes it, also of those that wait', async () => {
  type Entries = {
    alertCatalogue: Array<{ code: string; recipients: string[]; waitsFor: string | null; grows: string | null }>
  }
  const { alertCatalogue } = await someone(['ADVISER'], all.centre).ask<Entries>(
    `{ alertCatalogue { code title trigger severity grows force ruleReference recipients deadline resolvedBy waitsFor } }`,
    {},
  )
  const entry = (code: string) => alertCatalogue.find((one) => one.code === code)
  expect(entry('BS_MIDWAY_REVIEW_WINDOW_OPEN')).toMatchObject({
    recipients: ['CENTRE_MANAGER', 'CASE_ADVISER'],
    grows: 'CRITICAL on day 33',
    waitsFor: null,
  })
  expect(entry('DSAR_DUE')?.recipients).toEqual(['DPO', 'HANDLER'])
  expect(entry('UNUSUAL_EXPORT')?.waitsFor).toMatch(/counts of reads/)
})

test('an alert names the matter that it is about', async () => {
  type Alerts = {
    complianceAlerts: {
      edges: Array<{ node: { code: string; matter: { matterKind: string; matterId: string } | null } }>
    }
  }
  const { complianceAlerts } = await someone(['CENTRE_MANAGER'], all.centre).ask<Alerts>(
    `{ complianceAlerts(first: 100) { edges { node { code matter { matterKind matterId } } } } }`,
    {},
  )
  const found = complianceAlerts.edges.map(({ node }) => node).find(({ code }) => code === 'COMPLAINT_ACK_DUE')
  expect(found?.matter).toEqual({ matterKind: 'COMPLAINT', matterId: all.complaint.id })
})
