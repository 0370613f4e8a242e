import { aCase, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'

const stack = fileStack()
const cases = stack.use(await startCases())
const { graph, database } = cases

const closedGate = (mayOverride: boolean) => ({
  open: false,
  mayOverride,
  blockers: [{ id: '0192f000-0000-7000-8000-000000000001', code: 'C8-01', text: 'Privacy notice given' }],
})

async function scene({
  stage = 'FACT_FIND',
  role = 'ADVISER',
}: { stage?: string; role?: Parameters<typeof holderOf>[0] } = {}) {
  const centre = await cases.aCentre()
  const viewer = holderOf(role, centre)
  const theCase = await aCase(database, { centre, stage, adviser: viewer })
  return {
    centre,
    viewer,
    theCase,
    change: (input: object) =>
      cases.command(
        viewer,
        'changeStage',
        { caseId: theCase.id, ...input },
        'stage stageEnteredAt closedAt nextStages stageHistory { from to reason overridden by { id } } lastActivity { kind }',
      ),
  }
}

test('a case goes on when compliance lets it: history and ledger say so', async () => {
  const { theCase, viewer, centre, change } = await scene()
  expect(await change({ to: 'BUDGET' })).toMatchObject({
    __typename: 'Case',
    stage: 'BUDGET',
    stageHistory: [{ from: 'FACT_FIND', to: 'BUDGET', reason: null, overridden: false, by: { id: viewer.sub } }, {}],
    lastActivity: { kind: 'STAGE' },
  })
  expect(graph.asked).toContainEqual({ id: theCase.id, to: 'BUDGET' })
  expect(await cases.events(theCase.id)).toEqual([
    {
      action: 'cases.case.stage_changed',
      actor_id: viewer.sub,
      centre_id: centre.id,
      entities: [{ type: 'Case', id: theCase.id }],
      facts: {
        caseId: theCase.id,
        from: 'FACT_FIND',
        to: 'BUDGET',
        at: expect.any(String),
        overridden: false,
        blockers: [],
      },
    },
  ])
})

test('open mandatory items hold the case, and the refusal names them', async () => {
  const { theCase, change } = await scene()
  graph.gates.set(theCase.id, closedGate(false))
  const refused = await change({ to: 'BUDGET' })
  expect(refused).toMatchObject({
    code: 'STAGE_GATE_CLOSED',
    message: expect.stringContaining('C8-01 Privacy notice given'),
  })
  expect(await change({ to: 'BUDGET', overrideGate: true, reason: 'Court tomorrow' })).toMatchObject({
    code: 'NOT_ALLOWED',
    field: 'overrideGate',
  })
  expect(await cases.events(theCase.id)).toEqual([])
})

test.for(['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'] as const)(
  'a %s overrides with a reason, and it is recorded with the items',
  async (role) => {
    const { theCase, change } = await scene({ role })
    graph.gates.set(theCase.id, closedGate(true))
    expect(await change({ to: 'BUDGET' })).toMatchObject({
      code: 'STAGE_GATE_CLOSED',
      message: expect.stringContaining('override with a reason'),
    })
    expect(await change({ to: 'BUDGET', overrideGate: true })).toMatchObject({
      code: 'REASON_REQUIRED',
      field: 'reason',
    })
    expect(await change({ to: 'BUDGET', overrideGate: true, reason: 'Court tomorrow' })).toMatchObject({
      stage: 'BUDGET',
      stageHistory: [{ overridden: true, reason: 'Court tomorrow' }, {}],
    })
    const [event] = await cases.events(theCase.id)
    expect(event!.facts).toMatchObject({ overridden: true, blockers: [closedGate(true).blockers[0]!.id] })
    expect(JSON.stringify(event)).not.toContain('Court tomorrow')
  },
)

test('compliance has a say in overriding too', async () => {
  const { theCase, change } = await scene({ role: 'CENTRE_MANAGER' })
  graph.gates.set(theCase.id, closedGate(false))
  expect(await change({ to: 'BUDGET', overrideGate: true, reason: 'Court tomorrow' })).toMatchObject({
    code: 'NOT_ALLOWED',
  })
})

test.for(['DOWN', 'ERROR'] as const)(
  'compliance is away (%s): the case stays where it is, for managers too',
  async (state) => {
    const { theCase, change } = await scene({ role: 'CENTRE_MANAGER' })
    graph.gates.set(theCase.id, state)
    expect(await change({ to: 'BUDGET', overrideGate: true, reason: 'Court tomorrow' })).toMatchObject({
      code: 'GATE_UNAVAILABLE',
    })
    // Aside does not ask, so it works all the same.
    expect(await change({ to: 'ON_HOLD', reason: 'Waiting for the DWP' })).toMatchObject({ stage: 'ON_HOLD' })
  },
)

test('back, aside, closing and reopening ask for a reason', async () => {
  for (const [stage, to] of [
    ['BUDGET', 'FACT_FIND'],
    ['BUDGET', 'DISENGAGED'],
    ['CLOSURE_PENDING', 'CLOSED'],
    ['CLOSED', 'FACT_FIND'],
  ] as const) {
    const { change } = await scene({ stage })
    expect(await change({ to })).toMatchObject({ code: 'REASON_REQUIRED', field: 'reason' })
    expect(await change({ to, reason: '   ' })).toMatchObject({ code: 'REASON_REQUIRED', field: 'reason' })
    expect(await change({ to, reason: 'As agreed' })).toMatchObject({ stage: to })
  }
})

test('closing sets the day, reopening takes it away and goes no further than the case had come', async () => {
  const { change } = await scene({ stage: 'REVIEW_DUE' })
  await change({ to: 'CLOSURE_PENDING', reason: 'Debts written off' })
  expect(await change({ to: 'CLOSED', reason: 'Done' })).toMatchObject({
    closedAt: expect.any(String),
    nextStages: ['REVIEW_DUE', 'FACT_FIND', 'ENQUIRY'],
  })
  expect(await change({ to: 'MONITORING', reason: 'Came back' })).toMatchObject({
    code: 'STAGE_NOT_REACHABLE',
    field: 'to',
    message: expect.stringContaining('review due'),
  })
  expect(await change({ to: 'REVIEW_DUE', reason: 'Came back' })).toMatchObject({ stage: 'REVIEW_DUE', closedAt: null })
})

test('a stage that is not next is refused without asking compliance', async () => {
  const { theCase, change } = await scene()
  expect(await change({ to: 'IMPLEMENTATION' })).toMatchObject({ code: 'STAGE_NOT_REACHABLE', field: 'to' })
  expect(graph.asked.filter(({ id }) => id === theCase.id)).toEqual([])
})

test('of two moves at once one is told that the case has moved', async () => {
  const { theCase, change } = await scene()
  // Each has seen where the case stands before either is answered: no machine is so slow or so fast that they don't overlap.
  const bothHaveAsked = afterCallers(2)
  graph.beforeAnswer = bothHaveAsked
  const both = await Promise.all([change({ to: 'INCOME_MAX' }), change({ to: 'BUDGET' })])
  graph.beforeAnswer = undefined
  const codes = both.map(({ code }) => code ?? 'moved').sort()
  expect(codes).toEqual(['CHANGED_MEANWHILE', 'moved'])
  expect(await cases.events(theCase.id)).toHaveLength(1)
})

test('compliance has not heard of a new case yet: the move waits for it', async () => {
  const { theCase, change } = await scene()
  let asked = 0
  graph.stageInCompliance = async (id) => {
    asked += 1
    return asked > 3 ? graph.stageOf(id) : null
  }
  expect(await change({ to: 'BUDGET' })).toMatchObject({ stage: 'BUDGET' })
  expect(graph.asked.filter(({ id }) => id === theCase.id)).toHaveLength(4)
  graph.stageInCompliance = graph.stageOf
})

test('an answer from before the last move does not count, however open: the case stays, and is said to be too fresh', async () => {
  const { theCase, change } = await scene({ role: 'CENTRE_MANAGER' })
  graph.stageInCompliance = async () => 'OPTIONS'
  expect(await change({ to: 'BUDGET', overrideGate: true, reason: 'Court tomorrow' })).toMatchObject({
    code: 'GATE_UNAVAILABLE',
    message: expect.stringContaining('a moment ago'),
  })
  expect(await cases.events(theCase.id)).toEqual([])
  graph.stageInCompliance = graph.stageOf
})

test('what compliance said of one stage does not serve for another', async () => {
  const { theCase, change, viewer } = await scene({ role: 'SUPERVISOR' })
  const colleague = aViewer({ at: { id: theCase.centreId }, roles: ['SUPERVISOR'] })
  graph.beforeAnswer = async () => {
    graph.beforeAnswer = undefined
    await cases.command(colleague, 'changeStage', { caseId: theCase.id, to: 'ONBOARDING', reason: 'Consent missing' })
  }
  expect(await change({ to: 'BUDGET' })).toMatchObject({ code: 'CHANGED_MEANWHILE' })
  expect(viewer.sub).not.toBe(colleague.sub)
})

test('no connection is held while compliance is asked', async () => {
  const scenes = await Promise.all(Array.from({ length: 12 }, () => scene()))
  // More questions at once than there are lanes: they would wait for each other until the deadline.
  graph.beforeAnswer = afterCallers(scenes.length)
  const outcomes = await Promise.all(scenes.map(({ change }) => change({ to: 'BUDGET' })))
  graph.beforeAnswer = undefined
  expect(outcomes.map(({ stage }) => stage)).toEqual(scenes.map(() => 'BUDGET'))
})

test('the same key moves the case once, also after it has moved', async () => {
  const { theCase, change } = await scene()
  const input = { to: 'BUDGET', idempotencyKey: 'move-1' }
  expect(await change(input)).toMatchObject({ stage: 'BUDGET' })
  expect(await change(input)).toMatchObject({ __typename: 'Case', stage: 'BUDGET' })
  expect(await change({ ...input, to: 'OPTIONS' })).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
  expect(await cases.events(theCase.id)).toHaveLength(1)
})

test('a trainee moves only cases of their own', async () => {
  const { theCase, centre, change } = await scene({ role: 'TRAINEE_ADVISER' })
  expect(await change({ to: 'BUDGET' })).toMatchObject({ stage: 'BUDGET' })
  expect(
    await cases.command(holderOf('TRAINEE_ADVISER', centre), 'changeStage', { caseId: theCase.id, to: 'OPTIONS' }),
  ).toMatchObject({ code: 'NOT_ALLOWED' })
})

/** Something to await that lets nobody on before as many have come. */
function afterCallers(count: number): () => Promise<void> {
  let come = 0
  const all = Promise.withResolvers<void>()
  return async () => {
    come += 1
    if (come === count) all.resolve()
    await all.promise
  }
}
