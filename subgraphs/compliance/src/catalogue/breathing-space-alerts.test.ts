import { newId } from '@cma/runtime'
import { aDatabase, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'
import { aBreathingSpace } from '../testing/matters.ts'

// Alerts of a Breathing Space at the edges of their days. It starts on 2 October 2026, which is day 1, so that the clocks change within it.

const stack = fileStack()
const database = stack.use(await aDatabase())
const startedOn = '2026-10-02'

async function started(at = '2026-10-01T09:00:00Z', facts: Record<string, unknown> = {}) {
  const engine = await anEngine({ at, database })
  const work = casework(engine.centre)
  const space = aBreathingSpace(engine.centre, work.caseId)
  await engine.tell(
    work.opened({ adviserId: newId(), at }),
    space.event('started', { kind: 'STANDARD', startedOn, endsOn: '2026-11-30', ...facts }, at),
  )
  return { engine, work, space }
}

test('the window of the midway review opens with day 26, after 25 whole days, and is critical from day 33', async () => {
  const { engine, space } = await started()
  await using _ = engine
  await engine.passTo('2026-10-26T23:59:59Z') // day 25, by the last second in London; the clocks went back the day before
  expect(await engine.openAlertsOf(space.id)).toEqual([])
  await engine.passTo('2026-10-27T00:00:00Z') // day 26
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_WINDOW_OPEN HIGH'])
  await engine.passTo('2026-11-02T23:59:59Z') // day 32
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_WINDOW_OPEN HIGH'])
  await engine.passTo('2026-11-03T00:00:00Z') // day 33
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_WINDOW_OPEN CRITICAL'])
})

test('the midway review is missed with day 36, and not on day 35', async () => {
  const { engine, work, space } = await started()
  await using _ = engine
  await engine.passTo('2026-11-05T23:59:59Z')
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_WINDOW_OPEN CRITICAL'])
  await engine.passTo('2026-11-06T00:00:00Z')
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_MISSED CRITICAL'])
  const missed = (await engine.alerts(work.caseId)).find(({ code }) => code === 'BS_MIDWAY_REVIEW_MISSED')
  expect(missed).toMatchObject({
    roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
    toCaseAdviser: false,
    dueAt: '2026-11-05T23:59:59.999Z',
  })
})

test('a review closes the alert, and nothing is missed later', async () => {
  const { engine, space } = await started()
  await using _ = engine
  await engine.passTo('2026-10-28T10:00:00Z')
  await engine.tell(space.event('midway_review_recorded', { reviewedOn: '2026-10-28', outcome: 'CONTINUES' }))
  expect(await engine.alertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_WINDOW_OPEN HIGH resolved'])
  await engine.passTo('2026-11-07T10:00:00Z')
  expect(await engine.openAlertsOf(space.id)).toEqual([])
  expect((await engine.clocks(space.id))['BS_MIDWAY_REVIEW']).toBe('MET 2026-11-05T23:59:59.999Z')
})

test('a corrected start moves the clock and its alerts by as many days', async () => {
  const { engine, space } = await started()
  await using _ = engine
  await engine.passTo('2026-10-27T10:00:00Z')
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_MIDWAY_REVIEW_WINDOW_OPEN HIGH'])
  await engine.tell(space.event('started', { kind: 'STANDARD', startedOn: '2026-10-12', endsOn: '2026-12-10' }))
  expect(await engine.openAlertsOf(space.id)).toEqual([])
  expect((await engine.clocks(space.id))['BS_MIDWAY_REVIEW']).toBe('RUNNING 2026-11-15T23:59:59.999Z')
  const moved = await database.query(
    `select 1 from compliance.matter_clock where matter_id = $1 and code = 'BS_MIDWAY_REVIEW' and state = 'MOVED' and due_at = '2026-11-05T23:59:59.999Z'`,
    [space.id],
  )
  expect(moved).toHaveLength(1)
})

test('day 53 without a plan raises an alert; a plan, and the end, close it', async () => {
  const { engine, space } = await started()
  await using _ = engine
  await engine.tell(space.event('midway_review_recorded', { reviewedOn: '2026-10-28', outcome: 'CONTINUES' }))
  await engine.passTo('2026-11-22T23:59:59Z') // day 52
  expect(await engine.openAlertsOf(space.id)).toEqual([])
  await engine.passTo('2026-11-23T00:00:00Z') // day 53
  expect(await engine.openAlertsOf(space.id)).toEqual(['BS_ENDING_NO_PLAN HIGH'])
  await engine.tell(space.event('plan_recorded'))
  expect(await engine.openAlertsOf(space.id)).toEqual([])
})

test('the end of the Breathing Space, or of the case, stops every clock', async () => {
  const { engine, work, space } = await started()
  await using _ = engine
  const review = newId()
  await engine.tell(
    space.event('creditor_review_requested', {
      reviewId: review,
      debtId: newId(),
      requestedOn: '2026-10-05',
      reason: 'NOT_ELIGIBLE',
      debtStartedOn: startedOn,
    }),
  )
  expect(await engine.openAlertsOf(review)).toEqual(['BS_CREDITOR_REVIEW_REQUESTED HIGH'])
  await engine.tell(space.event('ended', { endedOn: '2026-10-06', reason: 'CANCELLED' }))
  expect(await engine.openAlertsOf(review)).toEqual([])
  const states = Object.values({ ...(await engine.clocks(space.id)), ...(await engine.clocks(review)) })
  expect(states.filter((state) => !state.startsWith('STOPPED'))).toEqual([])
  const other = aBreathingSpace(engine.centre, work.caseId)
  await engine.tell(other.event('started', { kind: 'STANDARD', startedOn }))
  expect((await engine.clocks(other.id))['BS_MIDWAY_REVIEW']).toMatch(/^RUNNING/)
  await engine.tell(work.moved('ENQUIRY', 'CLOSED'))
  expect((await engine.clocks(other.id))['BS_MIDWAY_REVIEW']).toMatch(/^STOPPED/)
})

test("a creditor's request is due on day 35 of its own debt, and its decision closes the alert", async () => {
  const { engine, work, space } = await started()
  await using _ = engine
  const review = newId()
  await engine.tell(
    space.event('creditor_review_requested', {
      reviewId: review,
      debtId: newId(),
      requestedOn: '2026-10-05',
      reason: 'UNFAIR_PREJUDICE',
      debtStartedOn: '2026-10-05',
    }),
  )
  expect((await engine.alerts(work.caseId)).at(-1)).toMatchObject({
    code: 'BS_CREDITOR_REVIEW_REQUESTED',
    roles: ['COMPLIANCE_OFFICER'],
    toCaseAdviser: true,
    dueAt: '2026-11-08T23:59:59.999Z',
  })
  await engine.tell(
    space.event('creditor_review_decided', { reviewId: review, decidedOn: '2026-10-09', outcome: 'DEBT_STAYS' }),
  )
  expect(await engine.alertsOf(review)).toEqual(['BS_CREDITOR_REVIEW_REQUESTED HIGH resolved'])
})

test('a mental health crisis Breathing Space without evidence is critical at once, until there is some', async () => {
  await using engine = await anEngine({ at: '2026-10-01T09:00:00Z', database })
  const work = casework(engine.centre)
  const bare = aBreathingSpace(engine.centre, work.caseId)
  const held = aBreathingSpace(engine.centre, work.caseId)
  const drafted = { kind: 'MENTAL_HEALTH_CRISIS' }
  const at = '2026-10-01T09:00:00Z'
  await engine.tell(
    work.opened({ adviserId: newId(), at }),
    bare.event('drafted', { ...drafted, crisisEvidenceHeld: false }, at),
    held.event('drafted', { ...drafted, crisisEvidenceHeld: true }, at),
  )
  expect(await engine.openAlertsOf(bare.id)).toEqual(['BS_MHC_EVIDENCE_MISSING CRITICAL'])
  expect(await engine.openAlertsOf(held.id)).toEqual([])
  await engine.tell(bare.event('crisis_evidence_recorded'))
  expect(await engine.openAlertsOf(bare.id)).toEqual([])
})

test('of a crisis Breathing Space, the point of contact is asked every 30 days, and 30 days after treatment it ends', async () => {
  const { engine, space } = await started('2026-10-01T09:00:00Z', { kind: 'MENTAL_HEALTH_CRISIS', endsOn: null })
  await using _ = engine
  expect(await engine.clocks(space.id)).toMatchObject({ BS_POINT_OF_CONTACT: 'RUNNING 2026-11-01T23:59:59.999Z' })
  expect(await engine.clocks(space.id)).not.toHaveProperty('BS_MIDWAY_REVIEW')
  await engine.tell(space.event('point_of_contact_asked', { askedOn: '2026-10-20' }))
  expect(await engine.clocks(space.id)).toMatchObject({ BS_POINT_OF_CONTACT: 'RUNNING 2026-11-19T23:59:59.999Z' })
  await engine.tell(space.event('treatment_ended', { treatmentEndedOn: '2026-10-24', endsOn: '2026-11-23' }))
  expect(await engine.clocks(space.id)).toMatchObject({
    BS_POINT_OF_CONTACT: 'STOPPED 2026-11-19T23:59:59.999Z',
    BS_MHC_ENDS: 'RUNNING 2026-11-23T23:59:59.999Z',
  })
  await engine.passTo('2026-11-24T00:00:00Z')
  expect((await engine.clocks(space.id))['BS_MHC_ENDS']).toBe('STOPPED 2026-11-23T23:59:59.999Z')
})
