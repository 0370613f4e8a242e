import { newId } from '@cma/runtime'
import { aDatabase, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { anEngine } from '../testing/an-engine.ts'
import { casework } from '../testing/casework.ts'
import { aBreach, aComplaint, aDsar, aFileReview } from '../testing/matters.ts'

// Alerts of complaints, requests, data breaches and file reviews at the edges of their times.

const stack = fileStack()
const database = stack.use(await aDatabase())

async function aReceivedComplaint(receivedOn = '2026-09-01', at = '2026-09-01T09:00:00Z') {
  const engine = await anEngine({ at, database })
  const complaint = aComplaint(engine.centre)
  await engine.tell(complaint.event('received', { receivedOn, handlerId: null }, at))
  return { engine, complaint }
}

test('a complaint is to be acknowledged within 2 working days, and is more severe after them', async () => {
  const { engine, complaint } = await aReceivedComplaint('2026-08-27', '2026-08-27T09:00:00Z') // a Thursday before a bank holiday
  await using _ = engine
  expect(await engine.openAlertsOf(complaint.id)).toEqual(['COMPLAINT_ACK_DUE MEDIUM'])
  expect((await engine.clocks(complaint.id))['COMPLAINT_ACKNOWLEDGEMENT']).toBe('RUNNING 2026-09-01T22:59:59.999Z')
  await engine.passTo('2026-09-01T22:59:59Z')
  expect(await engine.openAlertsOf(complaint.id)).toEqual(['COMPLAINT_ACK_DUE MEDIUM'])
  await engine.passTo('2026-09-01T23:00:00Z')
  expect(await engine.openAlertsOf(complaint.id)).toContain('COMPLAINT_ACK_DUE HIGH')
  await engine.tell(complaint.event('acknowledged', { acknowledgedOn: '2026-09-02' }))
  expect(await engine.openAlertsOf(complaint.id)).not.toContain('COMPLAINT_ACK_DUE HIGH')
})

test('the third business day is told of on that day alone, which ends at midnight in London', async () => {
  const { engine, complaint } = await aReceivedComplaint('2026-08-27', '2026-08-27T09:00:00Z')
  await using _ = engine
  await engine.tell(complaint.event('acknowledged', { acknowledgedOn: '2026-08-27' }))
  await engine.passTo('2026-09-01T22:59:59Z') // the second; Monday was a bank holiday
  expect(await engine.openAlertsOf(complaint.id)).toEqual([])
  await engine.passTo('2026-09-01T23:00:00Z')
  expect(await engine.openAlertsOf(complaint.id)).toEqual(['COMPLAINT_3BD_CLOSING MEDIUM'])
  await engine.passTo('2026-09-02T17:00:00Z') // offices close, the day goes on
  expect(await engine.openAlertsOf(complaint.id)).toEqual(['COMPLAINT_3BD_CLOSING MEDIUM'])
  await engine.passTo('2026-09-02T23:00:00Z')
  expect(await engine.openAlertsOf(complaint.id)).toEqual([])
  expect((await engine.clocks(complaint.id))['COMPLAINT_SUMMARY_RESOLUTION']).toMatch(/^STOPPED/)
})

test('a complaint is told of after 4, 6 and 7 weeks, and after 56 days it is breached', async () => {
  const { engine, complaint } = await aReceivedComplaint()
  await using _ = engine
  await engine.tell(complaint.event('acknowledged', { acknowledgedOn: '2026-09-01' }))
  const steps: Array<[string, string[]]> = [
    ['2026-09-28T22:59:59Z', []], // day 27
    ['2026-09-28T23:00:00Z', ['COMPLAINT_WEEK_4 MEDIUM']], // day 28
    ['2026-10-12T22:59:59Z', ['COMPLAINT_WEEK_4 MEDIUM']], // day 41
    ['2026-10-12T23:00:00Z', ['COMPLAINT_WEEK_6 HIGH']], // day 42
    ['2026-10-19T23:00:00Z', ['COMPLAINT_WEEK_7 HIGH']], // day 49
    ['2026-10-27T23:59:59Z', ['COMPLAINT_WEEK_7 HIGH']], // the last second of day 56, in winter time
    ['2026-10-28T00:00:00Z', ['COMPLAINT_8_WEEKS_BREACHED CRITICAL', 'COMPLAINT_WEEK_7 HIGH']], // day 57
  ]
  for (const [moment, open] of steps) {
    await engine.passTo(moment)
    expect(await engine.openAlertsOf(complaint.id), moment).toEqual(open)
  }
  await engine.tell(complaint.event('final_response_sent', { sentOn: '2026-10-28', outcome: 'UPHELD' }))
  expect(await engine.openAlertsOf(complaint.id)).toEqual([])
})

test('a holding reply settles week 4 and not week 6; what is resolved or withdrawn is not told of', async () => {
  const { engine, complaint } = await aReceivedComplaint()
  await using _ = engine
  const resolved = aComplaint(engine.centre)
  const withdrawn = aComplaint(engine.centre)
  await engine.tell(
    complaint.event('acknowledged', { acknowledgedOn: '2026-09-01' }),
    complaint.event('holding_reply_sent', { sentOn: '2026-09-20' }),
    resolved.event('received', { receivedOn: '2026-09-01', handlerId: null }),
    resolved.event('resolved_early', { resolvedOn: '2026-09-03' }),
    withdrawn.event('received', { receivedOn: '2026-09-01', handlerId: null }),
    withdrawn.event('withdrawn', { withdrawnOn: '2026-09-03' }),
  )
  await engine.passTo('2026-09-30T09:00:00Z')
  expect(await engine.openAlertsOf(complaint.id)).toEqual([])
  await engine.passTo('2026-10-13T09:00:00Z')
  expect(await engine.openAlertsOf(complaint.id)).toEqual(['COMPLAINT_WEEK_6 HIGH'])
  expect(await engine.openAlertsOf(resolved.id)).toEqual([])
  expect(await engine.openAlertsOf(withdrawn.id)).toEqual([])
})

test('a subject access request is told of on day 20 and critical from day 27', async () => {
  await using engine = await anEngine({ at: '2026-09-01T09:00:00Z', database })
  const request = aDsar(engine.centre)
  await engine.tell(request.event('received', { receivedOn: '2026-09-01' }, '2026-09-01T09:00:00Z'))
  await engine.passTo('2026-09-20T22:59:59Z') // day 19
  expect(await engine.openAlertsOf(request.id)).toEqual([])
  await engine.passTo('2026-09-20T23:00:00Z')
  expect(await engine.openAlertsOf(request.id)).toEqual(['DSAR_DUE HIGH'])
  await engine.passTo('2026-09-27T22:59:59Z') // day 26
  expect(await engine.openAlertsOf(request.id)).toEqual(['DSAR_DUE HIGH'])
  await engine.passTo('2026-09-27T23:00:00Z')
  expect(await engine.openAlertsOf(request.id)).toEqual(['DSAR_DUE CRITICAL'])
  await engine.tell(request.event('answered', { answeredOn: '2026-09-29' }))
  expect(await engine.openAlertsOf(request.id)).toEqual([])
})

test('while the clock of a request is paused nothing is due, and the days paused are added', async () => {
  await using engine = await anEngine({ at: '2026-09-01T09:00:00Z', database })
  const request = aDsar(engine.centre)
  await engine.tell(request.event('received', { receivedOn: '2026-09-01' }, '2026-09-01T09:00:00Z'))
  await engine.tell(request.event('clock_paused', { pausedOn: '2026-09-10' }))
  expect(await engine.clocks(request.id)).toEqual({ DSAR_ANSWER: 'PAUSED' })
  await engine.passTo('2026-09-22T09:00:00Z')
  expect(await engine.openAlertsOf(request.id)).toEqual([])
  await engine.tell(request.event('clock_resumed', { resumedOn: '2026-09-22' }))
  // 1 October and 12 days.
  expect(await engine.clocks(request.id)).toEqual({ DSAR_ANSWER: 'RUNNING 2026-10-13T22:59:59.999Z' })
  await engine.passTo('2026-10-02T22:59:59Z') // day 31, of which 12 were paused
  expect(await engine.openAlertsOf(request.id)).toEqual([])
  await engine.passTo('2026-10-02T23:00:00Z')
  expect(await engine.openAlertsOf(request.id)).toEqual(['DSAR_DUE HIGH'])
})

test('an extended request is due in three months, and told of 10 days before', async () => {
  await using engine = await anEngine({ at: '2026-09-01T09:00:00Z', database })
  const request = aDsar(engine.centre)
  await engine.tell(
    request.event('received', { receivedOn: '2026-09-01' }, '2026-09-01T09:00:00Z'),
    request.event('extended', { extendedOn: '2026-09-25', months: 2 }),
  )
  expect(await engine.clocks(request.id)).toEqual({ DSAR_ANSWER: 'RUNNING 2026-12-01T23:59:59.999Z' })
  await engine.passTo('2026-11-20T23:59:59Z')
  expect(await engine.openAlertsOf(request.id)).toEqual([])
  await engine.passTo('2026-11-21T00:00:00Z')
  expect(await engine.openAlertsOf(request.id)).toEqual(['DSAR_DUE HIGH'])
})

test('a data breach has 72 hours by the clock that nobody changes, critical for the last 24', async () => {
  const discoveredAt = '2026-10-24T12:00:00Z' // the clocks go back in the night
  await using engine = await anEngine({ at: discoveredAt, database })
  const breach = aBreach(engine.centre)
  await engine.tell(breach.event('discovered', { discoveredAt }, discoveredAt))
  expect(await engine.openAlertsOf(breach.id)).toEqual(['DATA_BREACH_72H HIGH'])
  await engine.passTo('2026-10-26T11:59:59Z')
  expect(await engine.openAlertsOf(breach.id)).toEqual(['DATA_BREACH_72H HIGH'])
  await engine.passTo('2026-10-26T12:00:00Z')
  expect(await engine.openAlertsOf(breach.id)).toEqual(['DATA_BREACH_72H CRITICAL'])
  const late = async () => {
    const [row] = await database.query<{ late: boolean }>(
      `select due_at < $2 late from compliance.matter_clock where matter_id = $1 and code = 'BREACH_REPORT' and state = 'RUNNING'`,
      [breach.id, engine.clock.now()],
    )
    return row!.late
  }
  for (const [moment, isLate] of [
    ['2026-10-27T11:00:00Z', false], // 71 hours
    ['2026-10-27T12:00:00Z', false], // 72
    ['2026-10-27T13:00:00Z', true], // 73
  ] as const) {
    await engine.passTo(moment)
    expect(await late(), moment).toBe(isLate)
    expect(await engine.openAlertsOf(breach.id)).toEqual(['DATA_BREACH_72H CRITICAL'])
  }
  await engine.tell(breach.event('reported', { reportedAt: '2026-10-27T13:30:00Z' }))
  expect(await engine.openAlertsOf(breach.id)).toEqual([])
})

test('a breach that need not be reported is told of no more', async () => {
  const discoveredAt = '2026-10-24T12:00:00Z'
  await using engine = await anEngine({ at: discoveredAt, database })
  const breach = aBreach(engine.centre)
  await engine.tell(breach.event('discovered', { discoveredAt }, discoveredAt))
  await engine.tell(breach.event('assessed', { assessedAt: '2026-10-24T15:00:00Z', reportable: false }))
  expect(await engine.openAlertsOf(breach.id)).toEqual([])
  expect(await engine.clocks(breach.id)).toMatchObject({
    BREACH_REPORT: 'STOPPED 2026-10-27T12:00:00.000Z',
    BREACH_ASSESSMENT: expect.stringMatching(/^MET/),
  })
})

test.each([
  { grade: 'POOR', severity: 'HIGH', due: '2026-09-16T22:59:59.999Z' },
  { grade: 'HARM', severity: 'CRITICAL', due: '2026-09-03T22:59:59.999Z' },
])('a review graded $grade is $severity', async ({ grade, severity, due }) => {
  const at = '2026-09-02T09:00:00Z'
  await using engine = await anEngine({ at, database })
  const work = casework(engine.centre)
  const review = aFileReview(engine.centre, work.caseId)
  await engine.tell(
    work.opened({ adviserId: newId(), at }),
    review.event('sampled', { reviewerId: null, dueOn: '2026-09-16' }, at),
    review.event('graded', { grade, actionsDueOn: null }, at),
  )
  expect(await engine.openAlertsOf(review.id)).toEqual([`FILE_REVIEW_POOR_OR_HARM ${severity}`])
  expect((await engine.alerts(work.caseId))[0]).toMatchObject({
    dueAt: due,
    roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'],
  })
  await engine.tell(review.event('actions_done'))
  expect(await engine.openAlertsOf(review.id)).toEqual([])
})

test('a good review raises nothing, and its clock is met', async () => {
  const at = '2026-09-02T09:00:00Z'
  await using engine = await anEngine({ at, database })
  const work = casework(engine.centre)
  const review = aFileReview(engine.centre, work.caseId)
  await engine.tell(
    work.opened({ adviserId: newId(), at }),
    review.event('sampled', { reviewerId: null, dueOn: '2026-09-16' }, at),
  )
  expect(await engine.clocks(review.id)).toEqual({ FILE_REVIEW: 'RUNNING 2026-09-16T22:59:59.999Z' })
  await engine.tell(review.event('graded', { grade: 'GOOD', actionsDueOn: null }))
  expect(await engine.clocks(review.id)).toEqual({ FILE_REVIEW: 'MET 2026-09-16T22:59:59.999Z' })
  expect(await engine.openAlertsOf(review.id)).toEqual([])
})

test('an event that is not of the form relied on, and one of a matter that is not known, stop nothing', async () => {
  const { engine, complaint } = await aReceivedComplaint()
  await using _ = engine
  const unknown = aComplaint(engine.centre)
  await engine.tell(
    complaint.event('acknowledged', { acknowledgedOn: 'yesterday' }),
    complaint.event('coloured', {}),
    unknown.event('final_response_sent', { sentOn: '2026-09-02' }),
    complaint.event('acknowledged', { acknowledgedOn: '2026-09-02' }),
  )
  expect((await engine.clocks(complaint.id))['COMPLAINT_ACKNOWLEDGEMENT']).toMatch(/^MET/)
  expect(await engine.clocks(unknown.id)).toEqual({})
})
