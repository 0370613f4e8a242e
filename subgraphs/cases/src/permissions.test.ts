import type { Claims, Role } from '@cma/runtime'
import { aViewer, fileStack, type TestCentre } from '@cma/testing'
import { expect, test } from 'vitest'
import { caseStates, expected, judgedMutations, mayOpen, roles, type CaseState } from '../test/oracle.ts'
import { holderOf, mutations, startCases } from '../test/start-cases.ts'
import { targetOf, type Target } from '../test/targets.ts'

// Every mutation x every role x the states of a case x one's own centre and another, against test/oracle.ts.

const stack = fileStack()
const cases = stack.use(await startCases())

test('the oracle judges every mutation of the contract', () => {
  expect([...judgedMutations, 'openCase'].sort()).toEqual([...mutations].sort())
})

/** Cases of others serve until somebody was allowed to change them: what is refused leaves them as they were. */
function aBench(mutation: string, centre: TestCentre) {
  const present = new Map<CaseState, Target>()
  const make = (state: CaseState, viewer: Claims) =>
    targetOf(cases, mutation, {
      centre,
      stage: state.startsWith('closed') ? 'CLOSED' : 'FACT_FIND',
      adviser: state === 'nobodys' ? undefined : state.endsWith('own') ? viewer : aViewer({ at: centre }),
    })
  return async function tryAs(
    role: Role,
    { state = 'anothers', home = centre }: { state?: CaseState; home?: TestCentre } = {},
  ): Promise<string> {
    const viewer = holderOf(role, home)
    const target = (!state.endsWith('own') && present.get(state)) || (await make(state, viewer))
    present.set(state, target)
    const outcome = await cases.command(viewer, mutation, target.input)
    const events = await eventsOf(target)
    const isDone = outcome.__typename !== 'Refused'
    if (isDone) present.delete(state)
    if (!isDone && events > 0) throw new Error(`${mutation} was refused to ${role} and left an event`)
    if (isDone && events === 0) throw new Error(`${mutation} was done by ${role} and left no event`)
    return isDone ? 'OK' : outcome.code!
  }
}

async function eventsOf({ theCase, input }: Target): Promise<number> {
  const about = [theCase.id, theCase.client.id, ...('templateId' in input ? [input['templateId']] : [])]
  const [row] = await cases.database.query<{ count: number }>(
    // A template that is new has no id yet, so all events of its centre count: it is the only thing done there.
    `select count(*)::int as count from audit.event where entities @> any ($1::jsonb[]) or (action like 'cases.note_template.%' and centre_id = $2 and $3)`,
    [about.map((id) => JSON.stringify([{ id }])), theCase.centreId, input['name'] !== undefined && 'centreId' in input],
  )
  return row!.count
}

test.for(judgedMutations)('who may %s', { timeout: 120_000 }, async (mutation) => {
  const centre = await cases.aCentre()
  const sameNetwork = await cases.aCentre({ networkId: centre.networkId })
  const elsewhere = await cases.aCentre()
  const tryAs = aBench(mutation, centre)
  const got: Record<string, string> = {}
  const wanted: Record<string, string> = {}
  for (const role of roles) {
    got[`${role} of another network`] = await tryAs(role, { home: elsewhere })
    wanted[`${role} of another network`] = 'NOT_FOUND'
  }
  // A role at a centre says nothing about its neighbour in the network.
  for (const role of ['ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD'] as const) {
    got[`${role} of a neighbour`] = await tryAs(role, { home: sameNetwork })
    wanted[`${role} of a neighbour`] = 'NOT_FOUND'
  }
  for (const role of roles) {
    for (const state of caseStates) {
      // Templates belong to no case.
      if (mutation.endsWith('NoteTemplate') && state !== 'anothers') continue
      got[`${role}, ${state}`] = mutation === 'saveNoteTemplate' ? await freshTry(role) : await tryAs(role, { state })
      wanted[`${role}, ${state}`] = expected(mutation, role, state)
    }
  }
  expect(got).toEqual(wanted)
})

// Its events are counted by centre, so each time is at a centre of its own.
async function freshTry(role: Role): Promise<string> {
  return aBench('saveNoteTemplate', await cases.aCentre())(role)
}

test('who may openCase', { timeout: 60_000 }, async () => {
  const [centre, elsewhere] = [await cases.aCentre(), await cases.aCentre()]
  const tryAs = aBench('openCase', centre)
  for (const role of roles) {
    expect([role, await tryAs(role, { home: elsewhere })]).toEqual([role, 'NOT_FOUND'])
    expect([role, await tryAs(role)]).toEqual([role, mayOpen.has(role) ? 'OK' : 'NOT_ALLOWED'])
  }
})

const commandOf = {
  ADD_NOTE: 'addNote',
  CHANGE_STAGE: 'changeStage',
  ASSIGN: 'assignCase',
  UPDATE: 'updateCase',
  ADD_TASK: 'addTask',
  BOOK_APPOINTMENT: 'bookAppointment',
  UPDATE_CLIENT: 'updateClient',
  SEE_SENSITIVE_DETAILS: 'recordSensitiveDetails',
  RESTRICT: 'restrictCase',
  BREATHING_SPACE: 'draftBreathingSpace',
  RECORD_OUTCOME: 'recordOutcome',
  RECORD_VULNERABILITY: 'recordVulnerability',
  KEEP_VULNERABILITY: 'agreeSupport',
}

test('who is told that they may is let, and who is not is refused', { timeout: 60_000 }, async () => {
  const centre = await cases.aCentre()
  for (const role of [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SUPERVISOR',
    'SAFEGUARDING_LEAD',
    'AUDITOR',
  ] as const) {
    for (const state of ['own', 'anothers', 'closed own'] as const) {
      const viewer = holderOf(role, centre)
      const { theCase } = await targetOf(cases, 'addNote', {
        centre,
        stage: state.startsWith('closed') ? 'CLOSED' : 'FACT_FIND',
        adviser: state.endsWith('own') ? viewer : aViewer({ at: centre }),
      })
      const { case: seen } = await cases
        .as(viewer)
        .ask<{ case: { allowed: string[] } }>('query ($id: ID!) { case(id: $id) { allowed } }', { id: theCase.id })
      for (const [action, mutation] of Object.entries(commandOf)) {
        const told = [role, state, action, seen.allowed.includes(action)]
        expect(told).toEqual([role, state, action, expected(mutation, role, state) === 'OK'])
      }
    }
  }
})
