import type { Role } from '@cma/runtime'
import { aViewer, fileStack, type TestCentre } from '@cma/testing'
import { expect, test } from 'vitest'
import { caseStates, expected, judgedMutations, mayOpen, roles, type CaseState } from '../test/oracle.ts'
import { holderOf, mutations, startCases } from '../test/start-cases.ts'
import { targetOf } from '../test/targets.ts'

// Every mutation x every role x the states of a case x one's own centre and another, against test/oracle.ts.

const stack = fileStack()
const cases = stack.use(await startCases())

test('the oracle judges every mutation of the contract', () => {
  expect([...judgedMutations, 'openCase'].sort()).toEqual([...mutations].sort())
})

async function outcomeOf(
  mutation: string,
  role: Role,
  { centre, state = 'anothers', home = centre }: { centre: TestCentre; state?: CaseState; home?: TestCentre },
) {
  const viewer = holderOf(role, home)
  const owner = state === 'nobodys' ? undefined : state.endsWith('own') ? viewer : aViewer({ at: centre })
  const { theCase, input } = await targetOf(cases, mutation, {
    centre,
    stage: state.startsWith('closed') ? 'CLOSED' : 'FACT_FIND',
    adviser: owner,
  })
  const outcome = await cases.command(viewer, mutation, input)
  const events = [
    ...(await cases.events(theCase.id)),
    ...(await cases.events(theCase.client.id)),
    ...(typeof input['templateId'] === 'string' ? await cases.events(input['templateId']) : []),
  ]
  const isDone = outcome.__typename !== 'Refused'
  if (!isDone && events.length > 0) throw new Error(`${mutation} was refused to ${role} and left an event`)
  if (isDone && events.length === 0 && mutation !== 'saveNoteTemplate')
    throw new Error(`${mutation} was done by ${role} and left no event`)
  return isDone ? 'OK' : outcome.code
}

test.for(judgedMutations)('who may %s', { timeout: 120_000 }, async (mutation) => {
  const centre = await cases.aCentre()
  const sameNetwork = await cases.aCentre({ networkId: centre.networkId })
  const elsewhere = await cases.aCentre()
  const got: Record<string, string | undefined> = {}
  const wanted: Record<string, string> = {}
  for (const role of roles) {
    for (const state of caseStates) {
      got[`${role}, ${state}`] = await outcomeOf(mutation, role, { centre, state })
      wanted[`${role}, ${state}`] = expected(mutation, role, state)
    }
    got[`${role} of another network`] = await outcomeOf(mutation, role, { centre, home: elsewhere })
    wanted[`${role} of another network`] = 'NOT_FOUND'
  }
  // A role at a centre says nothing about its neighbour in the network.
  for (const role of ['ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD'] as const) {
    got[`${role} of a neighbour`] = await outcomeOf(mutation, role, { centre, home: sameNetwork })
    wanted[`${role} of a neighbour`] = 'NOT_FOUND'
  }
  expect(got).toEqual(wanted)
})

test('who may openCase', { timeout: 60_000 }, async () => {
  const [centre, elsewhere] = [await cases.aCentre(), await cases.aCentre()]
  for (const role of roles) {
    expect([role, await outcomeOf('openCase', role, { centre })]).toEqual([
      role,
      mayOpen.has(role) ? 'OK' : 'NOT_ALLOWED',
    ])
    expect([role, await outcomeOf('openCase', role, { centre, home: elsewhere })]).toEqual([role, 'NOT_FOUND'])
  }
})

test('who is told that they may is let, and who is not is refused', { timeout: 60_000 }, async () => {
  const centre = await cases.aCentre()
  const commandOf = {
    ADD_NOTE: 'addNote',
    CHANGE_STAGE: 'changeStage',
    ASSIGN: 'assignCase',
    UPDATE: 'updateCase',
    ADD_TASK: 'addTask',
    BOOK_APPOINTMENT: 'bookAppointment',
    UPDATE_CLIENT: 'updateClient',
    SEE_SENSITIVE_DETAILS: 'recordSensitiveDetails',
  }
  for (const role of [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SUPERVISOR',
    'COMPLIANCE_OFFICER',
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
        expect([role, state, action, seen.allowed.includes(action)]).toEqual([
          role,
          state,
          action,
          expected(mutation, role, state) === 'OK',
        ])
      }
    }
  }
})
