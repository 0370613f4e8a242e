import { newId } from '@cma/runtime'
import { aDatabase, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'
import { aDsar } from '../testing/matters.ts'

const stack = fileStack()
const database = stack.use(await aDatabase())
const startAt = (at: string) => anEngine({ at, database })

// Of one kind: as time goes by, items of the case become late too.
const overdue = 'MANDATORY_ITEM_OVERDUE'
const disclosure = 'SAFEGUARDING_DISCLOSURE'
const history = async (caseId: string, code = disclosure) =>
  (
    await database.query<{ step: string }>(
      `select concat_ws(' ', s.kind, s.role) step from compliance.alert_step s join compliance.alert a on a.id = s.alert_id
       where a.case_id = $1 and a.code = $2 order by s.at, s.id`,
      [caseId, code],
    )
  ).map(({ step }) => step)
const told = (caseId: string, code = disclosure) =>
  database.query<{ to: string[]; told: string[] }>(
    `select f.to_roles "to", f.told_roles told from compliance.alert_feed f join compliance.alert a on a.id = f.alert_id
     where a.case_id = $1 and a.code = $2 order by f.sequence`,
    [caseId, code],
  )
const recorded = (caseId: string) =>
  database.query<{ action: string; facts: object }>(
    `select action, facts - 'alertId' - 'code' - 'caseId' facts from audit.event where action like 'compliance.alert.%' and facts ->> 'caseId' = $1 and facts ->> 'code' = $2 order by recorded_at, id`,
    [caseId, disclosure],
  )

test('a disclosure that nobody takes for a working day reaches the compliance officer, over a bank holiday, once', async () => {
  await using engine = await startAt('2026-04-02T13:00:00Z') // Thursday before Easter, 14:00 in London
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-04-02T12:00:00Z' }), work.noted('SAFEGUARDING', { at: '2026-04-02T13:00:00Z' }))
  await passTo('2026-04-07T12:59:59.999Z') // 3 hours before Easter, 5 after, less a millisecond
  expect(await history(work.caseId)).toEqual(['RAISED'])
  await passTo('2026-04-07T13:00:00.000Z')
  expect(await alerts(work.caseId)).toMatchObject([
    { state: 'ESCALATED', severity: 'CRITICAL', roles: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'] },
  ])
  await passTo('2026-06-01T12:00:00Z')
  expect(await history(work.caseId)).toEqual(['RAISED', 'ESCALATED COMPLIANCE_OFFICER'])
  expect(await told(work.caseId)).toEqual([
    { to: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'], told: [] },
    {
      to: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
      told: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'],
    },
  ])
  expect(await recorded(work.caseId)).toEqual([
    { action: 'compliance.alert.raised', facts: { severity: 'CRITICAL' } },
    {
      action: 'compliance.alert.escalated',
      facts: { severity: 'CRITICAL', step: 'ESCALATED', role: 'COMPLIANCE_OFFICER' },
    },
  ])
})

test('2 January does not count for a case in Scotland, and does for one in England', async () => {
  await using engine = await startAt('2025-12-31T16:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const [scottish, english] = [casework(centre), casework(centre)]
  for (const [work, jurisdiction] of [
    [scottish, 'SCOTLAND'],
    [english, 'ENGLAND_WALES'],
  ] as const) {
    await tell(work.opened({ at: '2025-12-31T15:00:00Z', jurisdiction }))
    await tell(work.noted('SAFEGUARDING', { at: '2025-12-31T16:00:00Z' }))
  }
  const states = async () => [(await alerts(scottish.caseId))[0]!.state, (await alerts(english.caseId))[0]!.state]
  await passTo('2026-01-02T16:00:00Z')
  expect(await states()).toEqual(['OPEN', 'ESCALATED'])
  await passTo('2026-01-05T16:00:00Z')
  expect(await states()).toEqual(['ESCALATED', 'ESCALATED'])
})

test.each([
  [
    'taken',
    `state = 'ACKNOWLEDGED', acknowledged_at = now(), acknowledged_by = gen_random_uuid(), next_rung_at = null, next_rung_role = null`,
  ],
  [
    'closed',
    `state = 'RESOLVED', resolved_at = now(), resolved_by = gen_random_uuid(), next_rung_at = null, next_rung_role = null`,
  ],
  ['put off', `state = 'SNOOZED', snoozed_until = '2027-01-01', snoozed_by = gen_random_uuid()`],
])('one that is %s goes no further', async (_, change) => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }), work.noted('SAFEGUARDING'))
  await database.query(`update compliance.alert set ${change} where case_id = $1`, [work.caseId])
  await passTo('2026-11-27T12:00:00Z')
  expect(await history(work.caseId)).toEqual(['RAISED'])
})

test('a late item: the manager with HIGH, then the compliance officer after three working days more', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ adviserId: newId(), at: '2026-11-24T09:00:00Z' }))
  await passTo('2026-12-04T00:00:00.000Z')
  expect(await history(work.caseId, overdue)).toEqual(['RAISED', 'SEVERITY_RAISED'])
  await passTo('2026-12-08T16:59:59.999Z') // Friday, Monday, Tuesday
  expect(await history(work.caseId, overdue)).toHaveLength(2)
  await passTo('2026-12-08T17:00:00.000Z')
  expect(await alerts(work.caseId)).toMatchObject([
    { state: 'ESCALATED', severity: 'HIGH', roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'] },
  ])
})

test('what was put off comes back by itself, as it stood, and tells everybody; a rung that came due meanwhile follows', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }), work.noted('SAFEGUARDING'), work.noted('SAFEGUARDING'))
  const [first, second] = await alerts(work.caseId)
  const put = `state = 'SNOOZED', snoozed_until = '2026-11-25T15:00:00Z', snoozed_by = gen_random_uuid()`
  await database.query(`update compliance.alert set ${put} where id = $1`, [first!.id])
  await database.query(
    `update compliance.alert set ${put}, acknowledged_at = now(), acknowledged_by = gen_random_uuid(), next_rung_at = null, next_rung_role = null where id = $1`,
    [second!.id],
  )
  await passTo('2026-11-25T14:59:59.999Z')
  expect((await alerts(work.caseId)).map(({ state }) => state)).toEqual(['SNOOZED', 'SNOOZED'])
  await passTo('2026-11-25T15:00:00.000Z')
  const states = new Map((await alerts(work.caseId)).map(({ id, state }) => [id, state]))
  expect([states.get(first!.id), states.get(second!.id)]).toEqual(['ESCALATED', 'ACKNOWLEDGED'])
  const feed = await told(work.caseId)
  expect(feed.slice(2, 4)).toEqual(feed.slice(0, 2)) // for everybody, as when they were raised
  expect(feed.slice(4)).toMatchObject([{ told: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'] }])
  expect((await recorded(work.caseId)).map(({ action }) => action)).toEqual([
    'compliance.alert.raised',
    'compliance.alert.raised',
    'compliance.alert.snooze_ended',
    'compliance.alert.snooze_ended',
    'compliance.alert.escalated',
  ])
})

test('one that grows more severe is not put off any longer', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ adviserId: newId(), at: '2026-11-24T09:00:00Z' }))
  await passTo('2026-11-27T00:00:00.000Z')
  await database.query(
    `update compliance.alert set state = 'SNOOZED', snoozed_until = '2026-12-10T09:00:00Z', snoozed_by = gen_random_uuid() where case_id = $1`,
    [work.caseId],
  )
  await passTo('2026-12-04T00:00:00.000Z')
  expect(await alerts(work.caseId)).toMatchObject([{ state: 'OPEN', severity: 'HIGH', roles: ['CENTRE_MANAGER'] }])
  expect((await told(work.caseId, overdue)).at(-1)).toEqual({ to: ['CENTRE_MANAGER'], told: [] })
})

test('whoever handles a request is told first and once, managers by the ladder; after a snooze all are told again', async () => {
  await using engine = await startAt('2026-09-01T09:00:00Z')
  const { tell, passTo, centre } = engine
  const [request, handlerId] = [aDsar(centre), newId()]
  const entries = () =>
    database.query<{ to: string[]; told: string[]; toldHandler: boolean; handlerId: string }>(
      `select f.to_roles "to", f.told_roles told, f.told_handler "toldHandler", a.handler_id "handlerId"
       from compliance.alert_feed f join compliance.alert a on a.id = f.alert_id where a.matter_id = $1 order by f.sequence`,
      [request.id],
    )
  await tell(request.event('received', { receivedOn: '2026-09-01', handlerId }, '2026-09-01T09:00:00Z'))
  await passTo('2026-09-20T23:00:00Z') // the Monday on which day 20 begins
  const raised = { to: ['DPO'], told: [], toldHandler: false, handlerId }
  expect(await entries()).toEqual([raised])
  await passTo('2026-09-21T15:59:59.999Z')
  expect(await entries()).toHaveLength(1)
  await passTo('2026-09-21T16:00:00.000Z')
  const climbed = { to: ['DPO', 'CENTRE_MANAGER'], told: ['DPO'], toldHandler: true, handlerId }
  expect(await entries()).toEqual([raised, climbed])
  await database.query(
    `update compliance.alert set state = 'SNOOZED', snoozed_until = '2026-09-22T09:00:00Z', snoozed_by = $2 where matter_id = $1`,
    [request.id, handlerId],
  )
  await passTo('2026-09-22T09:00:00.000Z')
  expect(await entries()).toEqual([raised, climbed, { ...raised, to: ['DPO', 'CENTRE_MANAGER'] }])
})
