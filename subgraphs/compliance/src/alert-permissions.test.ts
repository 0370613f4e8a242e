import { addDays, londonDate, newId, roles as allRoles, type Claims, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { aCompliance, command } from './testing/a-compliance.ts'
import { aComplaint, aDsar } from './testing/matters.ts'

// Who sees and deals with which alert: every role at the centre, elsewhere and through the network, as the case's adviser, as the
// handler of a complaint or request, and as neither, against an oracle written from the domain's table of recipients, apart from src/policies.ts and from row-level security.

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { database, centre, openCase, tell, as } = compliance
const elsewhere = await aCentre(database)

const owned = await openCase({ at: '2026-01-05T09:00:00Z' }) // C8-01 is long late: MANDATORY_ITEM_OVERDUE
const unowned = await openCase({ at: '2026-01-05T09:00:00Z', adviserId: null })
await tell(owned.noted('SAFEGUARDING'), owned.moved('ENQUIRY', 'FACT_FIND', { overridden: true, blockers: [newId()] }))
const handlerId = newId()
const today = londonDate(new Date())
const [complaint, request] = [aComplaint(centre), aDsar(centre)]
await tell(
  complaint.event('received', { receivedOn: today, handlerId }),
  request.event('received', { receivedOn: addDays(today, -22), handlerId }), // day 20 is over, day 27 not yet
)

type Kind =
  | 'SAFEGUARDING_DISCLOSURE'
  | 'GATE_OVERRIDDEN'
  | 'MANDATORY_ITEM_OVERDUE'
  | 'MANDATORY_ITEM_OVERDUE of a case that nobody owns'
  | 'COMPLAINT_ACK_DUE'
  | 'DSAR_DUE'
const alertIds = await waitUntil('all are raised', async () => {
  const rows = await database.query<{ id: string; code: string; caseId: string }>(
    `select id, code, case_id "caseId" from compliance.alert`,
  )
  if (rows.length < 6) return undefined
  return new Map(
    rows.map(({ id, code, caseId }) => [
      (caseId === unowned.caseId ? `${code} of a case that nobody owns` : code) as Kind,
      id,
    ]),
  )
})
// As they are when just raised: the overdue ones have already reached managers, so they are put back.
await database.query(
  `update compliance.alert set recipient_roles = '{}', escalates_at = null where code = 'MANDATORY_ITEM_OVERDUE'`,
)

const caseworker = (role: Role) => ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER'].includes(role)
const worksThere = (role: Role) =>
  caseworker(role) || ['VOLUNTEER_SUPPORT', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER', 'DPO'].includes(role)
type As = { isAdviser: boolean; isHandler: boolean }
const recipients: Record<Kind, (role: Role, as: As) => boolean> = {
  SAFEGUARDING_DISCLOSURE: (role) => role === 'SAFEGUARDING_LEAD' || role === 'CENTRE_MANAGER',
  GATE_OVERRIDDEN: (role) => role === 'COMPLIANCE_OFFICER',
  MANDATORY_ITEM_OVERDUE: (role, { isAdviser }) => isAdviser && caseworker(role),
  'MANDATORY_ITEM_OVERDUE of a case that nobody owns': (role) => role === 'SUPERVISOR' || role === 'CENTRE_MANAGER',
  COMPLAINT_ACK_DUE: (role, { isHandler }) =>
    role === 'COMPLIANCE_OFFICER' || role === 'CENTRE_MANAGER' || (isHandler && worksThere(role)),
  DSAR_DUE: (role, { isHandler }) => role === 'DPO' || (isHandler && worksThere(role)),
}
const kinds = Object.keys(recipients) as Kind[]

type Trial = { name: string; viewer: Claims; role: Role; here: boolean } & As
const neither: As = { isAdviser: false, isHandler: false }
const trials: Trial[] = allRoles.flatMap((role) => [
  { name: `${role} at the centre`, viewer: aViewer({ roles: [role], at: centre }), role, here: true, ...neither },
  {
    name: `${role} through the network`,
    viewer: aViewer({ roles: [role], throughNetwork: centre }),
    role,
    here: true,
    ...neither,
  },
  {
    name: `${role}, the case's adviser`,
    viewer: aViewer({ roles: [role], at: centre, id: owned.adviserId }),
    role,
    here: true,
    ...neither,
    isAdviser: true,
  },
  { name: `${role} elsewhere`, viewer: aViewer({ roles: [role], at: elsewhere }), role, here: false, ...neither },
  {
    name: `${role} elsewhere, once the case's adviser`,
    viewer: aViewer({ roles: [role], at: elsewhere, id: owned.adviserId }),
    role,
    here: false,
    ...neither,
    isAdviser: true,
  },
  {
    name: `${role}, the handler`,
    viewer: aViewer({ roles: [role], at: centre, id: handlerId }),
    role,
    here: true,
    ...neither,
    isHandler: true,
  },
  {
    name: `${role} elsewhere, the handler here`,
    viewer: aViewer({ roles: [role], at: elsewhere, id: handlerId }),
    role,
    here: false,
    ...neither,
    isHandler: true,
  },
])

const listing = `{ complianceAlerts(first: 100) { totalCount edges { node { id noteId allowed } } } }`
type Listing = {
  complianceAlerts: {
    totalCount: number
    edges: Array<{ node: { id: string; noteId: string | null; allowed: string[] } }>
  }
}
type Digest = { alertDigest: { raised: number } }
const whole = `{ complianceAlerts(first: 100) { totalCount edges { node { id noteId allowed } } } alertDigest(since: "${addDays(today, -1)}T00:00:00Z") { raised } }`

test.each(trials)('$name', async ({ viewer, role, here, ...parts }) => {
  const who = as(viewer)
  const { complianceAlerts } = await who.ask<Listing>(listing)
  const takesPart = (kind: Kind) => here && recipients[kind](role, parts)
  const sees = (kind: Kind) => takesPart(kind) || (here && role === 'AUDITOR')
  const shown = new Map(complianceAlerts.edges.map(({ node }) => [node.id, node]))
  expect(kinds.filter((kind) => shown.has(alertIds.get(kind)!))).toEqual(kinds.filter(sees))
  expect(complianceAlerts.totalCount).toBe(kinds.filter(sees).length)
  for (const kind of kinds) {
    const id = alertIds.get(kind)!
    const { complianceAlert } = await who.ask<{ complianceAlert: object | null }>(
      `query ($id: ID!) { complianceAlert(id: $id) { id } }`,
      { id },
    )
    expect([kind, complianceAlert !== null]).toEqual([kind, sees(kind)])
    expect([kind, shown.get(id)?.allowed ?? []]).toEqual([
      kind,
      takesPart(kind) ? ['ACKNOWLEDGE', 'SNOOZE', 'RESOLVE'] : [],
    ])
    if (!takesPart(kind)) {
      for (const [name, input] of [
        ['acknowledgeAlert', { alertId: id }],
        ['resolveAlert', { alertId: id, resolution: 'Done' }],
        ['snoozeAlert', { alertId: id, until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'Later' }],
      ] as const) {
        expect([kind, (await command(name, who, input)).code]).toEqual([kind, sees(kind) ? 'NOT_ALLOWED' : 'NOT_FOUND'])
      }
    }
  }
  const disclosure = shown.get(alertIds.get('SAFEGUARDING_DISCLOSURE')!)
  if (disclosure) expect(disclosure.noteId !== null).toBe(role === 'SAFEGUARDING_LEAD' || role === 'CENTRE_MANAGER')
})

test.each([newId(), handlerId])('a partner sees none, whatever roles it names', async (id) => {
  const partner = as(
    aViewer({ roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'], at: centre, kind: 'PARTNER', id }),
  )
  expect((await partner.ask<Listing>(listing)).complianceAlerts.totalCount).toBe(0)
})

test('a case that changes hands takes its alerts along', async () => {
  const work = await openCase({ at: '2026-01-05T09:00:00Z' })
  const [first, second] = [
    as(aViewer({ roles: ['ADVISER'], at: centre, id: work.adviserId })),
    aViewer({ roles: ['ADVISER'], at: centre }),
  ]
  const count = async (who: typeof first) => (await who.ask<Listing>(listing)).complianceAlerts.totalCount
  expect([await count(first), await count(as(second))]).toEqual([1, 0])
  await tell(work.assigned(second.sub))
  expect([await count(first), await count(as(second))]).toEqual([0, 1])
})

test('a complaint that changes hands takes its alerts along, open and closed; without a handler nobody has them besides', async () => {
  const [first, second] = [aViewer({ roles: ['ADVISER'], at: centre }), aViewer({ roles: ['ADVISER'], at: centre })]
  const given = aComplaint(centre)
  const seen = async () => {
    const found = await Promise.all([first, second].map((viewer) => as(viewer).ask<Listing & Digest>(whole)))
    return found.map(({ complianceAlerts, alertDigest }) => [complianceAlerts.totalCount, alertDigest.raised])
  }
  await tell(given.event('received', { receivedOn: today, handlerId: first.sub }))
  expect(await seen()).toEqual([
    [1, 1],
    [0, 0],
  ])
  await tell(given.event('assigned', { handlerId: second.sub }))
  expect(await seen()).toEqual([
    [0, 0],
    [1, 1],
  ])
  await tell(given.event('acknowledged', { acknowledgedOn: today }), given.event('assigned', { handlerId: first.sub }))
  expect(await seen()).toEqual([
    [1, 1],
    [0, 0],
  ])
  await tell(given.event('assigned', { handlerId: null }))
  expect(await seen()).toEqual([
    [0, 0],
    [0, 0],
  ])
})

test('an alert is taken once, then resolved, and its history says by whom', async () => {
  const work = await openCase()
  await tell(work.noted('SAFEGUARDING'))
  const [row] = await database.query<{ id: string }>(`select id from compliance.alert where case_id = $1`, [
    work.caseId,
  ])
  const alertId = row!.id
  const [manager, lead] = [
    aViewer({ roles: ['CENTRE_MANAGER'], at: centre }),
    aViewer({ roles: ['SAFEGUARDING_LEAD'], at: centre }),
  ]
  expect(await command('acknowledgeAlert', as(manager), { alertId, comment: 'On it' })).toMatchObject({
    state: 'ACKNOWLEDGED',
    acknowledgedBy: { id: manager.sub },
  })
  expect(await command('acknowledgeAlert', as(lead), { alertId })).toMatchObject({
    code: 'ALREADY_DONE',
    message: expect.stringContaining('Somebody has this alert'),
  })
  expect(await command('resolveAlert', as(lead), { alertId, resolution: 'Referred to the council' })).toMatchObject({
    state: 'RESOLVED',
    resolvedBy: { id: lead.sub },
    resolution: 'Referred to the council',
  })
  expect(await command('acknowledgeAlert', as(manager), { alertId })).toMatchObject({ code: 'WRONG_STATE' })
  expect(await command('resolveAlert', as(manager), { alertId, resolution: 'Again' })).toMatchObject({
    code: 'ALREADY_DONE',
  })
  const { complianceAlert } = await as(lead).ask<{ complianceAlert: object }>(
    `query ($id: ID!) { complianceAlert(id: $id) { history { kind comment by { id } } allowed } }`,
    { id: alertId },
  )
  expect(complianceAlert).toEqual({
    allowed: [],
    history: [
      { kind: 'RAISED', comment: null, by: null },
      { kind: 'ACKNOWLEDGED', comment: 'On it', by: { id: manager.sub } },
      { kind: 'RESOLVED', comment: 'Referred to the council', by: { id: lead.sub } },
    ],
  })
  const recorded = await database.query(
    `select action from audit.event where facts ->> 'alertId' = $1 order by recorded_at`,
    [alertId],
  )
  expect(recorded.map((event) => event['action'])).toEqual([
    'compliance.alert.raised',
    'compliance.alert.acknowledged',
    'compliance.alert.resolved',
  ])
})
