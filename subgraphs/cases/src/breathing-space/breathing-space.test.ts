import { aCase, aViewer, fileStack } from '@cma/testing'
import { addDays, londonDate } from '@cma/runtime'
import { expect, test } from 'vitest'
import { startCases } from '../../test/start-cases.ts'

// A Breathing Space from its draft to its end, through the graph, on the days on which the law turns.

const stack = fileStack()
const cases = stack.use(await startCases())
const today = londonDate(new Date())
/** The first day of a Breathing Space of which today is this day. */
const startOfDay = (number: number) => addDays(today, 1 - number)

const passed = {
  englandOrWales: 'PASS',
  noDebtReliefOrder: 'PASS',
  noInterimOrderOrIva: 'PASS',
  notUndischargedBankrupt: 'PASS',
  noneInLast12Months: 'PASS',
}

async function scene(options: { jurisdiction?: string } = {}) {
  const centre = await cases.aCentre()
  const adviser = aViewer({ at: centre })
  const theCase = await aCase(cases.database, { centre, adviser, ...options })
  const send = (name: string, input: object, fields = '') => cases.command(adviser, name, { ...input }, fields)
  const draft = async (input: object = { kind: 'STANDARD', eligibility: passed }) =>
    (await send('draftBreathingSpace', { caseId: theCase.id, ...input })).id
  return { centre, adviser, theCase, send, draft }
}

/** An active standard one of which today is this day, with one debt. */
async function active(number: number) {
  const the = await scene()
  const breathingSpaceId = await the.draft()
  const { debts } = (await the.send(
    'addBreathingSpaceDebt',
    { breathingSpaceId, creditor: 'Example Bank' },
    'debts { id }',
  )) as unknown as { debts: { id: string }[] }
  const started = await the.send('startBreathingSpace', { breathingSpaceId, startedOn: startOfDay(number) })
  expect(started.code).toBeUndefined()
  return { ...the, breathingSpaceId, breathingSpaceDebtId: debts[0]!.id }
}

test('from draft to start: its days, its debts, its events', async () => {
  const { theCase, adviser, send, draft } = await scene()
  const breathingSpaceId = await draft()
  await send('addBreathingSpaceDebt', { breathingSpaceId, creditor: 'Example Bank' })
  const startedOn = startOfDay(24)
  const started = await send(
    'startBreathingSpace',
    { breathingSpaceId, startedOn, reference: 'BSS-0042' },
    'status dayNumber startedOn endsOn reference creditLimitPence debts { creditor startsOn requestBy decisionBy courtBy } milestones { code on force verified }',
  )
  expect(started).toMatchObject({
    status: 'ACTIVE',
    dayNumber: 24,
    startedOn,
    endsOn: addDays(startedOn, 59),
    reference: 'BSS-0042',
    creditLimitPence: 50_000,
    debts: [
      {
        creditor: 'Example Bank',
        startsOn: startedOn,
        requestBy: addDays(startedOn, 19),
        decisionBy: addDays(startedOn, 34),
        courtBy: addDays(startedOn, 49),
      },
    ],
  })
  expect(started['milestones']).toHaveLength(6)
  const { case: seen } = await cases
    .as(adviser)
    .ask<{ case: { breathingSpaces: object[] } }>(
      'query ($id: ID!) { case(id: $id) { breathingSpaces { id status case { id } client { id } } } }',
      { id: theCase.id },
    )
  expect(seen.breathingSpaces).toEqual([
    { id: breathingSpaceId, status: 'ACTIVE', case: { id: theCase.id }, client: { id: theCase.client.id } },
  ])
  const events = await cases.events(breathingSpaceId)
  expect(events.map(({ action, facts }) => [action, facts])).toEqual([
    [
      'cases.breathing_space.drafted',
      { caseId: theCase.id, breathingSpaceId, kind: 'STANDARD', crisisEvidenceHeld: false },
    ],
    [
      'cases.breathing_space.debt_added',
      { caseId: theCase.id, breathingSpaceId, debtId: expect.any(String), startsOn: null },
    ],
    [
      'cases.breathing_space.started',
      {
        caseId: theCase.id,
        breathingSpaceId,
        kind: 'STANDARD',
        startedOn,
        endsOn: addDays(startedOn, 59),
        reference: true,
      },
    ],
  ])
  expect(JSON.stringify(events)).not.toMatch(/Example Bank|BSS-0042/)
})

test('it is not started while a condition is not met or not known, and the refusal says which', async () => {
  const { send, draft } = await scene()
  const breathingSpaceId = await draft({
    kind: 'STANDARD',
    eligibility: { ...passed, noDebtReliefOrder: 'FAIL', notUndischargedBankrupt: null },
  })
  const refused = await send('startBreathingSpace', { breathingSpaceId, startedOn: today })
  expect(refused.code).toBe('NOT_ELIGIBLE')
  expect(refused.message).toContain('not met: No debt relief order')
  expect(refused.message).toContain('not known: Not an undischarged bankrupt')
  expect(refused.message).not.toContain('individual voluntary arrangement')
  await send('recordBreathingSpaceEligibility', {
    breathingSpaceId,
    eligibility: { noDebtReliefOrder: 'PASS', notUndischargedBankrupt: 'PASS' },
  })
  expect(await send('startBreathingSpace', { breathingSpaceId, startedOn: today }, 'status')).toMatchObject({
    status: 'ACTIVE',
  })
})

test('it belongs to the law of England and Wales', async () => {
  const { send, draft } = await scene({ jurisdiction: 'SCOTLAND' })
  const breathingSpaceId = await draft()
  expect(await send('startBreathingSpace', { breathingSpaceId, startedOn: today })).toMatchObject({
    code: 'NOT_ELIGIBLE',
    message: expect.stringContaining('law of another country'),
  })
})

test('a second one within twelve months is refused, whatever was answered', async () => {
  const { send, draft } = await scene()
  const first = await draft()
  await send('startBreathingSpace', { breathingSpaceId: first, startedOn: addDays(today, -200) })
  const second = await draft()
  expect(await send('startBreathingSpace', { breathingSpaceId: second, startedOn: today })).toMatchObject({
    code: 'NOT_ELIGIBLE',
    message: expect.stringContaining(addDays(today, -200 + 59)),
  })
})

test('a client has one at a time', async () => {
  const { theCase, send, draft } = await scene()
  await draft()
  expect(await send('draftBreathingSpace', { caseId: theCase.id, kind: 'MENTAL_HEALTH_CRISIS' })).toMatchObject({
    code: 'ALREADY_DONE',
  })
})

test('a crisis one is not started without evidence; treatment carries it, and 30 days after', async () => {
  const { send, draft } = await scene()
  const breathingSpaceId = await draft({ kind: 'MENTAL_HEALTH_CRISIS', eligibility: passed })
  const startedOn = addDays(today, -50)
  expect(await send('startBreathingSpace', { breathingSpaceId, startedOn })).toMatchObject({
    code: 'EVIDENCE_MISSING',
  })
  await send('recordCrisisEvidence', { breathingSpaceId })
  expect(
    await send('startBreathingSpace', { breathingSpaceId, startedOn }, 'status endsOn dayNumber crisisEvidenceHeld'),
  ).toMatchObject({ status: 'ACTIVE', endsOn: null, dayNumber: 51, crisisEvidenceHeld: true })
  expect(await send('recordMidwayReview', { breathingSpaceId, reviewedOn: today, outcome: 'CONTINUES' })).toMatchObject(
    { code: 'NOT_IN_THIS_STATE' },
  )
  await send('recordPointOfContactAsked', { breathingSpaceId, askedOn: addDays(today, -20) })
  expect(
    await send('recordPointOfContactAsked', { breathingSpaceId, askedOn: today }, 'pointOfContactAskedOn'),
  ).toMatchObject({ pointOfContactAskedOn: [today, addDays(today, -20)] })
  const treatmentEndedOn = addDays(today, -30)
  expect(await send('recordTreatmentEnd', { breathingSpaceId, treatmentEndedOn }, 'status endsOn')).toMatchObject({
    status: 'ACTIVE',
    endsOn: today,
  })
  expect(await send('recordPointOfContactAsked', { breathingSpaceId, askedOn: today })).toMatchObject({
    code: 'ALREADY_DONE',
  })
})

test('a crisis one whose 30 days after treatment have passed has run out', async () => {
  const { send, draft } = await scene()
  const breathingSpaceId = await draft({ kind: 'MENTAL_HEALTH_CRISIS', eligibility: passed, crisisEvidenceHeld: true })
  await send('startBreathingSpace', { breathingSpaceId, startedOn: addDays(today, -50) })
  const treatmentEndedOn = addDays(today, -31)
  expect(await send('recordTreatmentEnd', { breathingSpaceId, treatmentEndedOn }, 'status dayNumber')).toMatchObject({
    status: 'EXPIRED',
    dayNumber: null,
  })
})

// Not "in the period of 25 days beginning with" the first day, and "before the end of the period of 35 days".
test.for([
  [24, 'TOO_EARLY'],
  [25, 'TOO_EARLY'],
  [26, false],
  [35, false],
  [36, true],
] as const)('midway review on day %i', async ([number, expected]) => {
  const { send, breathingSpaceId } = await active(number)
  const outcome = await send(
    'recordMidwayReview',
    { breathingSpaceId, reviewedOn: today, outcome: 'CONTINUES' },
    'midwayReview { reviewedOn outcome late }',
  )
  if (expected === 'TOO_EARLY') {
    expect(outcome).toMatchObject({ code: 'TOO_EARLY', field: 'reviewedOn' })
    expect(outcome.message).toContain(addDays(startOfDay(number), 25))
  } else {
    expect(outcome['midwayReview']).toEqual({ reviewedOn: today, outcome: 'CONTINUES', late: expected })
    const [event] = (await cases.events(breathingSpaceId)).slice(-1)
    expect(event).toMatchObject({
      action: 'cases.breathing_space.midway_review_recorded',
      facts: { reviewedOn: today, outcome: 'CONTINUES' },
    })
  }
})

test.for([
  [19, undefined],
  [20, undefined],
  [21, 'TOO_LATE'],
] as const)("a creditor's request on day %i", async ([number, code]) => {
  const { send, breathingSpaceId, breathingSpaceDebtId } = await active(number)
  const outcome = await send(
    'recordCreditorReviewRequest',
    { breathingSpaceId, breathingSpaceDebtId, requestedOn: today, reason: 'UNFAIR_PREJUDICE' },
    'creditorReviews { decideBy decidedOn late reason debt { creditor } }',
  )
  expect(outcome.code).toBe(code)
  if (code) expect(outcome.message).toContain(addDays(startOfDay(number), 19))
  else
    expect(outcome['creditorReviews']).toEqual([
      {
        decideBy: addDays(startOfDay(number), 34),
        decidedOn: null,
        late: false,
        reason: 'UNFAIR_PREJUDICE',
        debt: { creditor: 'Example Bank' },
      },
    ])
})

test('a debt that came in later has days of its own', async () => {
  const { send, breathingSpaceId } = await active(40)
  const { debts } = (await send(
    'addBreathingSpaceDebt',
    { breathingSpaceId, creditor: 'Late Lender', startsOn: addDays(today, -5) },
    'debts { id creditor startsOn }',
  )) as unknown as { debts: { id: string; creditor: string }[] }
  const late = debts.find(({ creditor }) => creditor === 'Late Lender')!
  const asked = { breathingSpaceId, breathingSpaceDebtId: late.id, requestedOn: today, reason: 'NOT_ELIGIBLE' }
  expect((await send('recordCreditorReviewRequest', asked)).code).toBeUndefined()
  expect(await send('recordCreditorReviewRequest', asked)).toMatchObject({ code: 'ALREADY_DONE' })
})

test.for([
  [35, false],
  [36, true],
] as const)('a decision on day %i', async ([number, late]) => {
  const { send, breathingSpaceId, breathingSpaceDebtId } = await active(number)
  const requestedOn = addDays(startOfDay(number), 10)
  const asked = (await send(
    'recordCreditorReviewRequest',
    { breathingSpaceId, breathingSpaceDebtId, requestedOn, reason: 'NOT_ELIGIBLE' },
    'creditorReviews { id }',
  )) as unknown as { creditorReviews: { id: string }[] }
  const decided = await send(
    'decideCreditorReview',
    {
      breathingSpaceId,
      creditorReviewId: asked.creditorReviews[0]!.id,
      decidedOn: today,
      outcome: 'DEBT_REMOVED',
      reasoning: 'It is no qualifying debt.',
    },
    'creditorReviews { outcome late reasoning } debts { removedOn }',
  )
  expect(decided).toMatchObject({
    creditorReviews: [{ outcome: 'DEBT_REMOVED', late, reasoning: 'It is no qualifying debt.' }],
    debts: [{ removedOn: today }],
  })
  expect((await cases.events(breathingSpaceId)).map(({ action }) => action).slice(-2)).toEqual([
    'cases.breathing_space.creditor_review_decided',
    'cases.breathing_space.debt_removed',
  ])
})

test.for([
  [59, 'ACTIVE'],
  [60, 'ACTIVE'],
  [61, 'EXPIRED'],
] as const)('on day %i it is %s without anybody doing anything', async ([number, status]) => {
  const { send, breathingSpaceId } = await active(number)
  const seen = await send('recordEndingPlan', { breathingSpaceId, plan: 'Debt relief order' }, 'status plan dayNumber')
  expect(seen).toMatchObject({ status, plan: 'Debt relief order', dayNumber: status === 'ACTIVE' ? number : null })
  expect((await send('endBreathingSpace', { breathingSpaceId, endedOn: today, reason: 'CANCELLED' })).code).toBe(
    status === 'ACTIVE' ? undefined : 'NOT_IN_THIS_STATE',
  )
})

test('one that ended before its last day stays as it is', async () => {
  const { send, breathingSpaceId } = await active(12)
  expect(
    await send(
      'endBreathingSpace',
      { breathingSpaceId, endedOn: today, reason: 'DEBT_MANAGEMENT_SOLUTION' },
      'status endedOn endReason dayNumber',
    ),
  ).toMatchObject({ status: 'CANCELLED', endedOn: today, endReason: 'DEBT_MANAGEMENT_SOLUTION', dayNumber: null })
  expect(await send('addBreathingSpaceDebt', { breathingSpaceId, creditor: 'x' })).toMatchObject({
    code: 'NOT_IN_THIS_STATE',
  })
})
