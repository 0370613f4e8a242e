import { londonDate, newId, roles as allRoles, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack, statementsDuring } from '@cma/testing'
import { expect, test } from 'vitest'
import { addDays } from '../rules/days.ts'
import { aCompliance, command, type OpenedCase } from '../testing/a-compliance.ts'

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { database, openCase, someone, settled, tell, as } = compliance
const today = londonDate(new Date())

type Course = {
  completionPercentage: number
  overdueItems: number
  change: number | null
  since: number | null
  history: Array<{ takenOn: string; completionPercentage: number; overdueItems: number }>
}
type Dashboard = {
  openAlerts: Array<{ severity: string; waited: string; alerts: number; overTarget: number }>
  untakenCritical: number
  waitingLongest: Array<{ code: string; raisedAt: string }>
  centres: Array<
    Course & {
      centre: { id: string }
      openCases: number
      byFramework: Array<Course & { framework: { code: string } }>
      lateMost: Array<{ item: { code: string }; lateCases: number; lateAWeekAgo: number }>
    }
  >
}
const course = `completionPercentage overdueItems change since history { takenOn completionPercentage overdueItems }`
const query = `query ($centreId: ID, $weeks: Int! = 13) { complianceDashboard(centreId: $centreId, weeks: $weeks) {
  openAlerts { severity waited alerts overTarget } untakenCritical waitingLongest { code raisedAt }
  centres { centre { id } openCases ${course} byFramework { framework { code } ${course} }
    lateMost { item { code } lateCases lateAWeekAgo } } } }`
type Asker = ReturnType<typeof someone>
const dashboardOf = async (who: Asker, variables: { centreId?: string; weeks?: number } = {}) =>
  (await who.ask<{ complianceDashboard: Dashboard }>(query, variables)).complianceDashboard

async function recordOf(centreId: string, takenOn: string, doneWeight: number, code = 'CONC8', lateItems = 0) {
  await database.query(
    `insert into compliance.completion_snapshot (centre_id, framework_id, taken_on, open_cases, done_weight, applicable_weight, late_items)
     select $1, id, $2, 3, $3, 100, $5 from compliance.framework where code = $4 order by effective_from limit 1`,
    [centreId, takenOn, doneWeight, code, lateItems],
  )
}

test('how far a centre has come is what its page says, and its past is what was recorded', async () => {
  const centre = await aCentre(database)
  const works: OpenedCase[] = []
  for (const at of ['2026-09-01T09:00:00Z', '2026-09-08T09:00:00Z', new Date()])
    works.push(await openCase({ centre, at }))
  const manager = someone(['CENTRE_MANAGER'], centre)
  await command('recordEvidence', manager, { ...works[0]!.item('C8-02'), kind: 'NOTE', note: 'Lives in Leeds' })
  for (const [daysAgo, done] of [
    [6, 50], // too near to say anything of a week ago
    [7, 20],
    [9, 99], // another record of that week, and not its last
    [14, 30],
    [28, 60],
    [98, 90], // more than 13 weeks ago
  ] as const)
    await recordOf(centre.id, addDays(today, -daysAgo), done)
  const { centres } = await dashboardOf(manager, { centreId: centre.id })
  const { centreCompliance } = await manager.ask<{ centreCompliance: Course & { openCases: number } }>(
    `query ($id: ID!) { centreCompliance(centreId: $id) { openCases completionPercentage overdueItems } }`,
    { id: centre.id },
  )
  const [own] = centres
  expect(own).toMatchObject(centreCompliance)
  expect(own!.completionPercentage).toBeLessThan(20)
  expect(own!.overdueItems).toBeGreaterThan(0)
  expect(own!.history.map(({ takenOn, completionPercentage }) => [takenOn, completionPercentage])).toEqual([
    [addDays(today, -28), 60],
    [addDays(today, -14), 30],
    [addDays(today, -7), 20],
    [today, own!.completionPercentage],
  ])
  expect(own!.change).toBe(own!.completionPercentage - 20)
  expect(own!.since).toBe(own!.completionPercentage - 60)
})

test('a framework has a line of its own; without a record there is nothing to compare with', async () => {
  const centre = await aCentre(database)
  await openCase({ centre })
  await recordOf(centre.id, addDays(today, -7), 40, 'CONC8', 3)
  const officer = someone(['COMPLIANCE_OFFICER'], centre)
  const { centres } = await dashboardOf(officer, { centreId: centre.id })
  const lines = Object.fromEntries(
    centres[0]!.byFramework.map(({ framework, change, history }) => [
      framework.code,
      { change, points: history.length },
    ]),
  )
  expect(lines['CONC8']).toEqual({ change: -40, points: 2 })
  const others = Object.entries(lines).filter(([code]) => code !== 'CONC8')
  expect(others.length).toBeGreaterThan(0)
  for (const [, line] of others) expect(line).toEqual({ change: null, points: 1 })
})

test('why a centre slips: items by how many cases are late with them, and how many were a week ago', async () => {
  const centre = await aCentre(database)
  const old = [
    await openCase({ centre, at: '2026-09-01T09:00:00Z' }),
    await openCase({ centre, at: '2026-09-02T09:00:00Z' }),
  ]
  const manager = someone(['CENTRE_MANAGER'], centre)
  await command('recordEvidence', manager, { ...old[1]!.item('C8-01'), kind: 'NOTE', note: 'Sent' })
  const { centres } = await dashboardOf(manager, { centreId: centre.id })
  const late = await database.query<{ code: string; now: number; before: number }>(
    `select r.code, count(*) filter (where not i.done)::int now,
       count(*) filter (where i.due_at < now() - interval '7 days')::int before
     from compliance.case_checklist_item i join compliance.checklist_item r on r.id = i.item_id
     where i.centre_id = $1 and i.applies and i.due_at < now() group by r.code`,
    [centre.id],
  )
  const { lateMost } = centres[0]!
  expect(lateMost.length).toBe(Math.min(5, late.filter(({ now }) => now > 0).length))
  for (const { item, lateCases, lateAWeekAgo } of lateMost) {
    const one = late.find(({ code }) => code === item.code)!
    expect([item.code, lateCases, lateAWeekAgo]).toEqual([item.code, one.now, one.before])
  }
  expect(lateMost.find(({ item }) => item.code === 'C8-01')).toEqual({
    item: { code: 'C8-01' },
    lateCases: 1,
    lateAWeekAgo: 2,
  })
  const counts = lateMost.map(({ lateCases }) => lateCases)
  expect(counts).toEqual(counts.toSorted((a, b) => b - a))
})

test('open alerts stand under how long they have waited, and the longest come first', async () => {
  const centre = await aCentre(database)
  const work = await openCase({ centre })
  await tell(work.noted('SAFEGUARDING'), work.noted('SAFEGUARDING'), work.noted('SAFEGUARDING'))
  await settled()
  const manager = someone(['CENTRE_MANAGER'], centre)
  const alerts = await database.query<{ id: string }>(
    `select id from compliance.alert where centre_id = $1 and code = 'SAFEGUARDING_DISCLOSURE' order by sequence`,
    [centre.id],
  )
  await database.query(`update compliance.alert set raised_at = now() - interval '40 days' where id = $1`, [
    alerts[1]!.id,
  ])
  await command('acknowledgeAlert', manager, { alertId: alerts[0]!.id })
  await command('resolveAlert', manager, { alertId: alerts[2]!.id, resolution: 'Spoken to' })
  const dashboard = await dashboardOf(manager, { centreId: centre.id })
  expect(dashboard.openAlerts.filter(({ severity }) => severity === 'CRITICAL')).toEqual([
    { severity: 'CRITICAL', waited: 'TODAY', alerts: 1, overTarget: 0 },
    { severity: 'CRITICAL', waited: 'OVER_TEN_DAYS', alerts: 1, overTarget: 1 },
  ])
  expect(dashboard.untakenCritical).toBe(1)
  expect(dashboard.waitingLongest[0]?.code).toBe('SAFEGUARDING_DISCLOSURE')
  const times = dashboard.waitingLongest.map(({ raisedAt }) => raisedAt)
  expect(times).toEqual(times.toSorted())
  // A supervisor gets the figures, and not the alerts that are for others.
  const supervisor = await dashboardOf(someone(['SUPERVISOR'], centre), { centreId: centre.id })
  expect(supervisor.openAlerts).toEqual(dashboard.openAlerts)
  expect(supervisor.waitingLongest).toEqual([])
})

const overseers: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR']

test.each(allRoles)('%s', async (role) => {
  const centre = await aCentre(database)
  const elsewhere = await aCentre(database)
  await openCase({ centre })
  await openCase({ centre: elsewhere })
  const variables = { centreId: centre.id }
  const own = await as(aViewer({ roles: [role], at: centre })).send(query, variables)
  const others = await as(aViewer({ roles: [role], at: elsewhere })).send(query, variables)
  const partner = await as(aViewer({ roles: [role], at: centre, kind: 'PARTNER' })).send(query, variables)
  const all = await as(aViewer({ roles: [role], at: centre })).send(query, {})
  for (const { data, errors } of [others, partner]) {
    expect(data ?? null).toBeNull()
    expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN')
  }
  if (!overseers.includes(role)) {
    for (const { errors } of [own, all]) expect(errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN')
    return
  }
  for (const { data } of [own, all] as unknown as Array<{ data: { complianceDashboard: Dashboard } }>)
    expect(data.complianceDashboard.centres.map(({ centre: { id } }) => id)).toEqual([centre.id])
})

test.each([
  [{ weeks: 0 }, 'BAD_USER_INPUT'],
  [{ weeks: 53 }, 'BAD_USER_INPUT'],
  [{ centreId: newId() }, 'FORBIDDEN'],
  [{ centreId: 'north' }, 'FORBIDDEN'],
])('%j is refused', async (variables, code) => {
  const { errors } = await someone(['CENTRE_MANAGER']).send(query, variables)
  expect(errors?.[0]?.extensions?.['code']).toBe(code)
})

test('records are for those who oversee the centre, in the database too', async () => {
  const centre = await aCentre(database)
  await openCase({ centre })
  await recordOf(centre.id, addDays(today, -7), 40)
  const seen = async (role: Role, at = centre) =>
    (await dashboardOf(someone([role], at))).centres.flatMap(({ history }) => history).length
  expect(await seen('CENTRE_MANAGER')).toBe(2)
  // The statement that reads them, as somebody who only advises.
  const { rows } = await asRole(centre.id, 'ADVISER')
  expect(rows).toEqual({ snapshots: 0, alerts: 0 })
  expect((await asRole(centre.id, 'SUPERVISOR')).rows.snapshots).toBeGreaterThan(0)
})

async function asRole(centreId: string, role: Role) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: database.urlAs('compliance_app') })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`select app.enter('USER', $1, $2)`, [
      newId(),
      JSON.stringify({ c: { [centreId]: [role] }, n: {} }),
    ])
    const { rows } = await client.query<{ snapshots: number; alerts: number }>(
      `select (select count(*)::int from compliance.completion_snapshot where centre_id = $1) snapshots,
         (select coalesce(sum(alerts), 0)::int from compliance.open_alert_days(array[$1]::uuid[])) alerts`,
      [centreId],
    )
    return { rows: rows[0]! }
  } finally {
    await client.end()
  }
}

test('the number of statements does not grow with centres, cases or weeks', { timeout: 60_000 }, async () => {
  const [one, two, three] = [await aCentre(database), await aCentre(database), await aCentre(database)]
  // By roles at centres: what a network's role needs to know of new centres is asked once a process, and not what is counted here.
  const count = async (centres: Array<typeof one>, weeks: number) => {
    const claims = aViewer({ roles: ['COMPLIANCE_OFFICER'] })
    const officer = as({ ...claims, c: Object.fromEntries(centres.map(({ id }) => [id, ['COMPLIANCE_OFFICER']])) })
    const { statements } = await statementsDuring(() => officer.ask(query, { weeks }), { role: 'compliance_app' })
    return statements.length
  }
  await openCase({ centre: one, at: '2026-09-01T09:00:00Z' })
  const few = await count([one], 1)
  for (const centre of [one, two, three])
    for (let index = 0; index < 4; index++) await openCase({ centre, at: '2026-09-01T09:00:00Z' })
  for (let week = 1; week < 50; week++) await recordOf(two.id, addDays(today, -7 * week), week)
  const many = await count([one, two, three], 52)
  expect(few).toBeGreaterThan(3)
  expect(many).toBe(few)
})
