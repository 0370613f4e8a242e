import { newId, roles as allRoles, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack, manualClock } from '@cma/testing'
import { expect, test } from 'vitest'
import { alertCursor } from './alerts/cursor.ts'
import { aCompliance, command } from './testing/a-compliance.ts'

// Putting alerts off, saying how they are to be told, and what somebody finds who was away. The clock stands at a Tuesday night.
const night = '2026-11-24T23:30:00.000Z'
const clock = manualClock(night)
const stack = fileStack()
const compliance = stack.use(await aCompliance({ clock }))
const { database, openCase, tell, as, settled } = compliance

async function aTeam() {
  const centre = await aCentre(database)
  const adviserId = newId()
  const work = await openCase({ centre, adviserId, at: '2026-11-24T09:00:00Z' })
  return {
    centre,
    work,
    adviser: aViewer({ roles: ['ADVISER'], at: centre, id: adviserId }),
    manager: aViewer({ roles: ['CENTRE_MANAGER'], at: centre }),
    officer: aViewer({ roles: ['COMPLIANCE_OFFICER'], at: centre }),
  }
}

async function anAlert(team: Awaited<ReturnType<typeof aTeam>>, code: 'GATE_OVERRIDDEN' | 'SAFEGUARDING_DISCLOSURE') {
  const { work } = team
  await tell(
    code === 'GATE_OVERRIDDEN'
      ? work.moved('ENQUIRY', 'FACT_FIND', { overridden: true, blockers: [newId()], at: clock.now() })
      : work.noted('SAFEGUARDING', { at: clock.now() }),
  )
  const [row] = await database.query<{ id: string; sequence: string }>(
    `select id, sequence from compliance.alert where case_id = $1 and code = $2 order by sequence desc limit 1`,
    [work.caseId, code],
  )
  return row!
}

const inHours = (hours: number) => new Date(Date.parse(night) + hours * 3_600_000).toISOString()

test('an alert is put off with a reason, says so, and is in the ledger without the reason', async () => {
  const team = await aTeam()
  const { id } = await anAlert(team, 'GATE_OVERRIDDEN')
  const officer = as(team.officer)
  const answer = await command('snoozeAlert', officer, {
    alertId: id,
    until: inHours(48),
    reason: 'Waiting for the file',
  })
  expect(answer).toMatchObject({ state: 'SNOOZED', snoozedUntil: inHours(48), snoozedBy: { id: team.officer.sub } })
  const { complianceAlert } = await officer.ask<{ complianceAlert: object }>(
    `query ($id: ID!) { complianceAlert(id: $id) { allowed ifNobodyActs { role } history { kind comment until by { id } } } }`,
    { id },
  )
  expect(complianceAlert).toEqual({
    allowed: ['ACKNOWLEDGE', 'SNOOZE', 'RESOLVE'],
    ifNobodyActs: null,
    history: [
      { kind: 'RAISED', comment: null, until: null, by: null },
      { kind: 'SNOOZED', comment: 'Waiting for the file', until: inHours(48), by: { id: team.officer.sub } },
    ],
  })
  const [event] = await database.query(
    `select facts from audit.event where action = 'compliance.alert.snoozed' and facts ->> 'alertId' = $1`,
    [id],
  )
  expect(event).toEqual({
    facts: { alertId: id, code: 'GATE_OVERRIDDEN', severity: 'HIGH', caseId: team.work.caseId, until: inHours(48) },
  })
  // Taking it ends that.
  expect(await command('acknowledgeAlert', officer, { alertId: id })).toMatchObject({
    state: 'ACKNOWLEDGED',
    snoozedUntil: null,
    snoozedBy: null,
  })
})

test.each([
  ['into the past', -1, 'INVALID_INPUT'],
  ['for no time', 0, 'INVALID_INPUT'],
  ['for a fortnight and a bit', 14 * 24 + 1 / 60, 'INVALID_INPUT'],
  ['for a fortnight', 14 * 24, undefined],
])('HIGH: put off %s', async (_, hours, code) => {
  const team = await aTeam()
  const { id } = await anAlert(team, 'GATE_OVERRIDDEN')
  const answer = await command('snoozeAlert', as(team.officer), { alertId: id, until: inHours(hours), reason: 'Later' })
  expect([answer.code, answer.field]).toEqual(code === undefined ? [undefined, undefined] : [code, 'until'])
})

test('CRITICAL: a day, and no longer', async () => {
  const team = await aTeam()
  const { id } = await anAlert(team, 'SAFEGUARDING_DISCLOSURE')
  const put = (hours: number) =>
    command('snoozeAlert', as(team.manager), { alertId: id, until: inHours(hours), reason: 'Later' })
  expect(await put(24.1)).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('a day') })
  expect(await put(24)).toMatchObject({ state: 'SNOOZED' })
  expect(await put(2)).toMatchObject({ state: 'SNOOZED', snoozedUntil: inHours(2) })
  await command('resolveAlert', as(team.manager), { alertId: id, resolution: 'Referred' })
  expect(await put(2)).toMatchObject({ code: 'WRONG_STATE' })
})

test('who is told next is said until somebody takes it', async () => {
  const team = await aTeam()
  const { id } = await anAlert(team, 'SAFEGUARDING_DISCLOSURE')
  const manager = as(team.manager)
  const next = async () =>
    (
      await manager.ask<{ complianceAlert: { ifNobodyActs: object | null } }>(
        `query ($id: ID!) { complianceAlert(id: $id) { ifNobodyActs { at role } } }`,
        { id },
      )
    ).complianceAlert.ifNobodyActs
  // Raised at night: work begins on Wednesday at 9, and a working day ends at 17.
  expect(await next()).toEqual({ at: '2026-11-25T17:00:00.000Z', role: 'COMPLIANCE_OFFICER' })
  await command('acknowledgeAlert', manager, { alertId: id })
  expect(await next()).toBeNull()
})

const choices = {
  quietFrom: '22:00',
  quietTo: '07:00',
  quietWeekends: true,
  digestAt: '09:00',
  browserNotifications: true,
  sound: false,
}
const preferences = `{ alertPreferences { quietFrom quietTo quietWeekends digestAt browserNotifications sound kinds { code muted mayBeMuted whyNot } } }`
type Preferences = {
  alertPreferences: {
    quietFrom: string | null
    browserNotifications: boolean
    sound: boolean
    kinds: Array<{ code: string; muted: boolean; mayBeMuted: boolean; whyNot: string | null }>
  } | null
}

test('preferences are the person’s own: off until saved, and nobody else’s afterwards', async () => {
  const { adviser, manager } = await aTeam()
  const before = (await as(adviser).ask<Preferences>(preferences)).alertPreferences!
  expect(before).toMatchObject({ quietFrom: null, browserNotifications: false, sound: false })
  expect(before.kinds.filter(({ muted }) => muted)).toEqual([])
  expect(
    await command('saveAlertPreferences', as(adviser), { ...choices, muted: ['NOTE_LATE', 'NOTE_LATE'] }),
  ).toMatchObject({
    id: adviser.sub,
    ...choices,
  })
  const after = (await as(adviser).ask<Preferences>(preferences)).alertPreferences!
  expect(after).toMatchObject(choices)
  expect(after.kinds.filter(({ muted }) => muted).map(({ code }) => code)).toEqual(['NOTE_LATE'])
  expect((await as(manager).ask<Preferences>(preferences)).alertPreferences).toEqual(before)
  const [event] = await database.query<{ facts: object }>(
    `select facts, centre_id from audit.event where action = 'compliance.alert_preferences.saved' and actor_id = $1`,
    [adviser.sub],
  )
  expect(event).toMatchObject({ centre_id: null, facts: { mutedCodes: ['NOTE_LATE'], quietFrom: '22:00' } })
})

test('statutory and severe kinds say why they can’t be muted', async () => {
  const { adviser } = await aTeam()
  const { kinds } = (await as(adviser).ask<Preferences>(preferences)).alertPreferences!
  expect(kinds.every(({ mayBeMuted, whyNot }) => mayBeMuted === (whyNot === null))).toBe(true)
  const mutable = new Set(kinds.filter(({ mayBeMuted }) => mayBeMuted).map(({ code }) => code))
  expect([
    mutable.has('NOTE_LATE'),
    mutable.has('MANDATORY_ITEM_OVERDUE'),
    mutable.has('COA_OVERDUE'),
    mutable.has('SAFEGUARDING_DISCLOSURE'),
  ]).toEqual([true, true, false, false])
})

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
test.each(allRoles)('%s has preferences and a summary, or none', async (role) => {
  const centre = await aCentre(database)
  for (const kind of ['USER', 'PARTNER'] as const) {
    const who = as(aViewer({ roles: [role], at: centre, kind }))
    const { alertPreferences, alertDigest } = await who.ask<Preferences & { alertDigest: object | null }>(
      `{ alertPreferences { quietFrom } alertDigest(since: "2026-11-24T00:00:00Z") { raised } }`,
    )
    const should = kind === 'USER' && staff.includes(role)
    const saved = await command('saveAlertPreferences', who, { ...choices, muted: [] })
    expect([alertPreferences !== null, alertDigest !== null, saved.code]).toEqual([
      should,
      should,
      should ? undefined : 'NOT_ALLOWED',
    ])
  }
})

type Told = { complianceAlertRaised: { interrupts: boolean; alert: { id: string; code: string } } }
const subscription = `subscription ($after: String) { complianceAlertRaised(after: $after) { interrupts alert { id code } } }`

test('in quiet hours what is critical interrupts and the rest waits; without them all does', async () => {
  const team = await aTeam()
  const { officer, manager } = team
  await command('saveAlertPreferences', as(officer), { ...choices, muted: [] })
  await command('saveAlertPreferences', as(manager), { ...choices, muted: [] })
  const forced = await anAlert(team, 'GATE_OVERRIDDEN')
  const disclosed = await anAlert(team, 'SAFEGUARDING_DISCLOSURE')
  const after = alertCursor(BigInt(forced.sequence) - 1n)
  const listen = (viewer: typeof officer) => stack.use(as(viewer).subscribe<Told>(subscription, { after }))
  const first = async (viewer: typeof officer) => (await listen(viewer).next()).complianceAlertRaised
  expect(await first(officer)).toEqual({ interrupts: false, alert: { id: forced.id, code: 'GATE_OVERRIDDEN' } })
  expect(await first(manager)).toEqual({
    interrupts: true,
    alert: { id: disclosed.id, code: 'SAFEGUARDING_DISCLOSURE' },
  })
  await command('saveAlertPreferences', as(officer), { ...choices, quietFrom: null, quietTo: null, muted: [] })
  expect(await first(officer)).toMatchObject({ interrupts: true })
})

type Digest = {
  alertDigest: {
    since: string
    until: string
    raised: number
    bySeverity: object[]
    escalated: number
    back: number
    overdue: number
    dueToday: number
    dueThisWeek: number
    alerts: Array<{ id: string }>
  }
}
const digest = `query ($since: DateTime!) { alertDigest(since: $since) { since until raised bySeverity { severity alerts } escalated back overdue dueToday dueThisWeek alerts { id } } }`

test('who was away is told what came, what nobody has taken, and what is due; of their own alerts alone', async () => {
  const team = await aTeam()
  const before = new Date(clock.now().getTime() - 60_000).toISOString()
  const gate = await anAlert(team, 'GATE_OVERRIDDEN')
  const [one, two] = [await anAlert(team, 'SAFEGUARDING_DISCLOSURE'), await anAlert(team, 'SAFEGUARDING_DISCLOSURE')]
  await command('acknowledgeAlert', as(team.manager), { alertId: one.id })
  const asked = async (viewer: typeof team.manager, since: string) =>
    (await as(viewer).ask<Digest>(digest, { since })).alertDigest
  expect(await asked(team.manager, before)).toEqual({
    since: before,
    until: night,
    raised: 2,
    bySeverity: [{ severity: 'CRITICAL', alerts: 2 }],
    escalated: 0,
    back: 0,
    overdue: 0,
    dueToday: 2, // by midnight
    dueThisWeek: 2,
    alerts: [{ id: two.id }],
  })
  // The officer: a forced stage is to be looked at by the third working day, Friday.
  expect(await asked(team.officer, before)).toMatchObject({
    raised: 1,
    bySeverity: [{ severity: 'HIGH', alerts: 1 }],
    dueToday: 0,
    dueThisWeek: 1,
    alerts: [{ id: gate.id }],
  })
  expect(await asked(team.manager, night)).toMatchObject({ raised: 0, alerts: [], dueToday: 2 })
  // A moment to come is now; one long ago, a quarter ago.
  expect((await asked(team.manager, '2030-01-01T00:00:00Z')).since).toBe(night)
  expect((await asked(team.manager, '1999-01-01T00:00:00Z')).since).toBe('2026-08-24T23:30:00.000Z')
  await settled()
})

test('a list is narrowed by force and by when it is due, besides everything else', async () => {
  const team = await aTeam()
  await anAlert(team, 'GATE_OVERRIDDEN') // due on Friday
  const both = aViewer({ roles: ['COMPLIANCE_OFFICER', 'CENTRE_MANAGER'], at: team.centre })
  await anAlert(team, 'SAFEGUARDING_DISCLOSURE') // due today
  const listed = async (filter: object) =>
    (
      await as(both).ask<{
        complianceAlerts: { totalCount: number; edges: Array<{ node: { code: string; force: string } }> }
      }>(
        `query ($filter: AlertFilter) { complianceAlerts(first: 10, filter: $filter) { totalCount edges { node { code force } } } }`,
        { filter },
      )
    ).complianceAlerts.edges.map(({ node }) => node)
  const all = await listed({})
  for (const force of ['LAW', 'RULE', 'POLICY'])
    expect(await listed({ forces: [force] })).toEqual(all.filter((alert) => alert.force === force))
  const [disclosure] = all.filter(({ code }) => code === 'SAFEGUARDING_DISCLOSURE')
  expect(await listed({ forces: [disclosure!.force], codes: ['GATE_OVERRIDDEN'] })).toEqual(
    all.filter(({ code, force }) => code === 'GATE_OVERRIDDEN' && force === disclosure!.force),
  )
  const codes = async (filter: object) => (await listed(filter)).map(({ code }) => code)
  expect(await codes({ dueFrom: '2026-11-25T00:00:00Z' })).toEqual(['GATE_OVERRIDDEN'])
  expect(await codes({ dueBefore: '2026-11-25T00:00:00Z' })).toEqual(['SAFEGUARDING_DISCLOSURE'])
  expect(await codes({ dueFrom: '2026-11-25T00:00:00Z', dueBefore: '2026-11-26T00:00:00Z' })).toEqual([])
})
