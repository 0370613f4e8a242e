import { newId } from '@cma/runtime'
import { aDatabase, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'

// Each test has an engine with a time of its own, over one database: what the engine makes of other tests' cases is not looked at.
const stack = fileStack()
const database = stack.use(await aDatabase())
const openAt = '2026-10-01T09:00:00Z'
const startAt = (at: string) => anEngine({ at, database })
const overdue = { code: 'MANDATORY_ITEM_OVERDUE', severity: 'MEDIUM', state: 'OPEN', roles: [], toCaseAdviser: true }

test('a safeguarding note raises a critical alert for the safeguarding lead and the manager, due the same day', async () => {
  await using engine = await startAt('2026-07-01T22:40:00Z')
  const { tell, alerts, centre } = engine
  const work = casework(centre)
  await tell(
    work.opened({ adviserId: newId(), at: '2026-07-01T22:30:00Z' }),
    work.noted('ADVICE'),
    work.noted('SAFEGUARDING', { at: '2026-07-01T22:30:00Z' }),
  )
  expect(await alerts(work.caseId)).toMatchObject([
    {
      code: 'SAFEGUARDING_DISCLOSURE',
      severity: 'CRITICAL',
      state: 'OPEN',
      roles: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'],
      toCaseAdviser: false,
      dueAt: '2026-07-01T22:59:59.999Z',
    },
  ])
})

test('a safeguarding note on a case that is not known yet is not lost', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.noted('SAFEGUARDING'))
  expect(await alerts(work.caseId)).toMatchObject([{ code: 'SAFEGUARDING_DISCLOSURE' }])
})

test('a forced stage raises an alert for compliance officers, to be looked at in 3 working days', async () => {
  await using engine = await startAt('2026-12-23T10:00:00Z')
  const { tell, alerts, centre } = engine
  const work = casework(centre)
  await tell(
    work.opened({ at: '2026-12-23T09:00:00Z' }),
    work.moved('ENQUIRY', 'ONBOARDING'),
    work.moved('ONBOARDING', 'FACT_FIND', {
      overridden: true,
      blockers: [newId(), newId()],
      at: '2026-12-23T09:30:00Z',
    }),
  )
  expect(await alerts(work.caseId)).toMatchObject([
    {
      code: 'GATE_OVERRIDDEN',
      severity: 'HIGH',
      roles: ['COMPLIANCE_OFFICER'],
      toCaseAdviser: false,
      dueAt: '2026-12-30T23:59:59.999Z',
    },
  ])
})

test('a mandatory item is late from the midnight after its day, and not before', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ adviserId: newId(), at: '2026-11-24T09:00:00Z' }))
  await passTo('2026-11-25T23:59:59.999Z') // the day before
  expect(await alerts(work.caseId)).toEqual([])
  await passTo('2026-11-26T23:59:59.999Z') // the last millisecond of the day
  expect(await alerts(work.caseId)).toEqual([])
  await passTo('2026-11-27T00:00:00.000Z') // the day after
  expect(await alerts(work.caseId)).toMatchObject([{ ...overdue, item: 'C8-01', dueAt: '2026-11-26T23:59:59.999Z' }])
})

test.each([
  ['over a clock change', '2026-10-23T09:00:00Z', '2026-10-27T23:59:59.999Z'],
  ['over Easter', '2026-04-02T09:00:00Z', '2026-04-08T22:59:59.999Z'],
  ['over a substitute bank holiday', '2026-12-24T09:00:00Z', '2026-12-30T23:59:59.999Z'],
])('its two working days: %s', async (_, openedAt, due) => {
  await using engine = await startAt(openedAt)
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: openedAt }))
  await passTo(due)
  expect(await alerts(work.caseId)).toEqual([])
  await passTo(new Date(Date.parse(due) + 1).toISOString())
  expect(await alerts(work.caseId)).toMatchObject([{ item: 'C8-01', dueAt: due }])
})

test('evidence resolves it by the facts; the same matter is not raised twice, and comes back when the evidence goes', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, evidence, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }))
  await passTo('2026-11-30T09:00:00Z')
  await tell(work.noted('ADVICE'), work.updated({}))
  expect(await alerts(work.caseId)).toHaveLength(1)

  await evidence(work.caseId, 'C8-01')
  await tell({ action: 'compliance.evidence.recorded', centre, facts: { caseId: work.caseId } })
  expect(await alerts(work.caseId)).toMatchObject([{ ...overdue, state: 'RESOLVED' }])

  await database.query(
    `update compliance.case_checklist_item set evidence_count = 0, done = false, done_at = null where case_id = $1`,
    [work.caseId],
  )
  await tell({ action: 'compliance.evidence.withdrawn', centre, facts: { caseId: work.caseId } })
  expect(await alerts(work.caseId)).toMatchObject([{ state: 'RESOLVED' }, { ...overdue, state: 'OPEN' }])
})

test('what a person has closed stays closed while nothing moves', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }))
  await passTo('2026-11-30T09:00:00Z')
  await database.query(
    `update compliance.alert set state = 'RESOLVED', resolved_at = now(), resolved_by = $2, resolution = 'agreed' where case_id = $1`,
    [work.caseId, newId()],
  )
  await tell(work.updated({}))
  await passTo('2026-12-10T09:00:00Z')
  expect(await alerts(work.caseId)).toMatchObject([{ state: 'RESOLVED', severity: 'MEDIUM' }])
})

test('closing the case resolves what is late', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }))
  await passTo('2026-11-30T09:00:00Z')
  await tell(work.moved('ENQUIRY', 'CLOSED'))
  expect(await alerts(work.caseId)).toMatchObject([{ state: 'RESOLVED' }])
})

test('after 5 more working days it grows to HIGH and reaches the manager, once', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ adviserId: newId(), at: '2026-11-24T09:00:00Z' })) // due Thursday 26
  await passTo('2026-12-03T23:59:59.999Z') // the end of the fifth working day after
  expect(await alerts(work.caseId)).toMatchObject([overdue])
  const [{ sequence: before } = { sequence: 0 }] = await alerts(work.caseId)
  await passTo('2026-12-04T00:00:00.000Z')
  expect(await alerts(work.caseId)).toMatchObject([{ ...overdue, severity: 'HIGH', roles: ['CENTRE_MANAGER'] }])
  expect((await alerts(work.caseId))[0]!.sequence).toBeGreaterThan(before)
  await passTo('2027-01-20T00:00:00.000Z')
  const steps = await database.query(
    `select s.kind from compliance.alert_step s join compliance.alert a on a.id = s.alert_id where a.case_id = $1 and a.code = 'MANDATORY_ITEM_OVERDUE' order by s.at`,
    [work.caseId],
  )
  // Still untaken, the ladder goes on from the manager.
  expect(steps).toEqual([{ kind: 'RAISED' }, { kind: 'SEVERITY_RAISED' }, { kind: 'ESCALATED' }])
})

test.each([
  ['in an ordinary week', '2026-11-10T10:00:00Z', '2026-11-17T23:59:59.999Z'],
  ['over Easter', '2026-03-31T10:00:00Z', '2026-04-09T22:59:59.999Z'],
  ['over the clocks going forward', '2026-03-25T10:00:00Z', '2026-04-01T22:59:59.999Z'],
])('the confirmation of advice is late from the sixth working day after the advice: %s', async (_, advisedAt, due) => {
  await using engine = await startAt(advisedAt)
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(
    work.opened({ adviserId: newId(), at: advisedAt }),
    work.moved('OPTIONS', 'ADVICE_GIVEN', { at: advisedAt }),
    work.appointment('attended', { kind: 'ADVICE', startsAt: advisedAt }),
  )
  const coa = async () => (await alerts(work.caseId)).filter(({ code }) => code === 'COA_OVERDUE')
  await passTo(due) // 4 working days have gone, the fifth ends
  expect(await coa()).toEqual([])
  await passTo(new Date(Date.parse(due) + 1).toISOString())
  expect(await coa()).toMatchObject([
    { severity: 'HIGH', roles: ['CENTRE_MANAGER'], toCaseAdviser: true, item: 'C8-10', dueAt: due },
  ])
  expect(
    (await alerts(work.caseId)).filter(({ code, item }) => code === 'MANDATORY_ITEM_OVERDUE' && item === 'C8-10'),
  ).toEqual([])
})

test('the confirmation of advice, once evidenced, resolves it', async () => {
  await using engine = await startAt('2026-11-10T10:00:00Z')
  const { tell, passTo, alerts, evidence, centre } = engine
  const work = casework(centre)
  await tell(
    work.opened({ at: openAt }),
    work.appointment('attended', { kind: 'ADVICE', startsAt: '2026-11-10T10:00:00Z' }),
  )
  await passTo('2026-11-18T00:00:00Z')
  await evidence(work.caseId, 'C8-10')
  await tell({ action: 'compliance.evidence.recorded', centre, facts: { caseId: work.caseId } })
  expect((await alerts(work.caseId)).filter(({ code }) => code === 'COA_OVERDUE')).toMatchObject([
    { state: 'RESOLVED' },
  ])
})

const contact = (centre: { id: string; networkId: string }) => {
  const work = casework(centre)
  const appointmentId = newId()
  return {
    work,
    appointmentId,
    attended: work.appointment('attended', { appointmentId, kind: 'REVIEW', startsAt: '2026-11-20T10:00:00Z' }),
  } // a Friday
}
type Engine = Awaited<ReturnType<typeof anEngine>>
const notes = async ({ alerts }: Pick<Engine, 'alerts'>, caseId: string) =>
  (await alerts(caseId)).filter(({ code }) => code === 'NOTE_LATE')

test('a contact without a note is late after two working days', async () => {
  await using engine = await startAt('2026-11-20T11:00:00Z')
  const { work, attended } = contact(engine.centre)
  await engine.tell(work.opened({ at: openAt }), attended)
  await engine.passTo('2026-11-24T23:59:59.999Z')
  expect(await notes(engine, work.caseId)).toEqual([])
  await engine.passTo('2026-11-25T00:00:00.000Z')
  expect(await notes(engine, work.caseId)).toMatchObject([
    { severity: 'LOW', roles: [], toCaseAdviser: true, dueAt: '2026-11-24T23:59:59.999Z' },
  ])
})

test.each<[string, (kit: ReturnType<typeof contact>) => ReturnType<ReturnType<typeof casework>['noted']>, boolean]>([
  ['of the appointment', ({ work, appointmentId }) => work.noted('APPOINTMENT', { appointmentId }), true],
  ['of a contact on its day', ({ work }) => work.noted('PHONE_CALL', { contactedAt: '2026-11-20T16:00:00Z' }), true],
  [
    'of a contact on another day',
    ({ work }) => work.noted('PHONE_CALL', { contactedAt: '2026-11-23T16:00:00Z' }),
    false,
  ],
  ['of no contact', ({ work }) => work.noted('ADVICE'), false],
  ['of another appointment', ({ work }) => work.noted('APPOINTMENT', { appointmentId: newId() }), false],
])('a note %s answers it, or does not', async (_, note, answers) => {
  await using engine = await startAt('2026-11-20T11:00:00Z')
  const kit = contact(engine.centre)
  await engine.tell(kit.work.opened({ at: openAt }), kit.attended)
  await engine.passTo('2026-11-26T09:00:00Z')
  await engine.tell(note(kit))
  expect(await notes(engine, kit.work.caseId)).toMatchObject([{ state: answers ? 'RESOLVED' : 'OPEN' }])
})

test.each(['booked', 'missed', 'cancelled'] as const)('an appointment that was %s needs no note', async (state) => {
  await using engine = await startAt('2026-11-20T11:00:00Z')
  const work = casework(engine.centre)
  await engine.tell(work.opened({ at: openAt }), work.appointment(state, { startsAt: '2026-11-20T10:00:00Z' }))
  await engine.passTo('2026-12-20T09:00:00Z')
  expect(await notes(engine, work.caseId)).toEqual([])
})

test('a waiver holds back the alert until its last day is over', async () => {
  await using engine = await startAt('2026-11-24T10:00:00Z')
  const { tell, passTo, alerts, centre } = engine
  const work = casework(centre)
  await tell(work.opened({ at: '2026-11-24T09:00:00Z' }))
  await database.query(
    `update compliance.case_checklist_item i set decision = 'WAIVED', reason = 'agreed', decided_by = $2, decided_at = now(), waived_until = '2026-12-04', done = true, done_at = now()
     from compliance.checklist_item r where r.id = i.item_id and r.code = 'C8-01' and i.case_id = $1`,
    [work.caseId, newId()],
  )
  await tell({ action: 'compliance.item.waived', centre, facts: { caseId: work.caseId } })
  await passTo('2026-12-04T23:59:59.999Z')
  expect(await alerts(work.caseId)).toEqual([])
  await passTo('2026-12-05T00:00:00.000Z')
  expect(await alerts(work.caseId)).toMatchObject([{ item: 'C8-01' }])
})
