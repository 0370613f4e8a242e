import { aCase, aViewer, fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'

const stack = fileStack()
const cases = stack.use(await startCases())

test('a case is given, handed over and taken back; the ledger knows each', async () => {
  const centre = await cases.aCentre()
  const [supervisor, first, second] = [holderOf('SUPERVISOR', centre), aViewer({ at: centre }), aViewer({ at: centre })]
  for (const { sub } of [first, second]) cases.graph.memberships.set(sub, { [centre.id]: ['ADVISER'] })
  const theCase = await aCase(cases.database, { centre })
  const assign = (viewer: typeof first, adviserId: string | null) =>
    cases.command(viewer, 'assignCase', { caseId: theCase.id, adviserId }, 'adviser { id }')

  expect(await assign(first, first.sub)).toMatchObject({ adviser: { id: first.sub } })
  expect(await assign(second, second.sub)).toMatchObject({ code: 'NOT_ALLOWED' })
  expect(await assign(first, first.sub)).toMatchObject({ code: 'ALREADY_DONE' })
  expect(await assign(first, second.sub)).toMatchObject({ adviser: { id: second.sub } })
  expect(await assign(supervisor, null)).toMatchObject({ adviser: null })
  expect((await cases.events(theCase.id)).map(({ action, facts }) => [action, facts['adviserId']])).toEqual([
    ['cases.case.assigned', first.sub],
    ['cases.case.assigned', second.sub],
    ['cases.case.assigned', null],
  ])
})

test('whoever has left the centre is given nothing', async () => {
  const centre = await cases.aCentre()
  const theCase = await aCase(cases.database, { centre })
  const left = aViewer()
  cases.graph.memberships.set(left.sub, {})
  expect(
    await cases.command(holderOf('CENTRE_MANAGER', centre), 'assignCase', { caseId: theCase.id, adviserId: left.sub }),
  ).toMatchObject({ code: 'NOT_AN_ADVISER_HERE', field: 'adviserId' })
})
