import { aCase, aCentre, aViewer, fileStack, startSubgraph } from '@cma/testing'
import { expect, test } from 'vitest'
import { subgraph } from './subgraph.ts'

// Nowhere to ask: the subgraph stands alone.
const stack = fileStack()
const cases = stack.use(await startSubgraph(subgraph))

const ask = async (viewer: ReturnType<typeof aViewer>, name: string, input: object) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`
  const answer = await cases
    .as(viewer)
    .ask<Record<string, unknown>>(
      `mutation ($input: ${type}!) { ${name}(input: $input) { __typename ...on Refused { code field } } }`,
      {
        input,
      },
    )
  return answer[name]
}

test('without identity nobody else is named, and what needs no asking works', async () => {
  const centre = await aCentre(cases.database)
  const manager = aViewer({ at: centre, roles: ['CENTRE_MANAGER'] })
  const { id: caseId } = await aCase(cases.database, { centre })
  const refused = (field: string) => ({ __typename: 'Refused', code: 'DIRECTORY_UNAVAILABLE', field })
  expect(await ask(manager, 'assignCase', { caseId, adviserId: aViewer().sub })).toEqual(refused('adviserId'))
  expect(await ask(manager, 'addTask', { caseId, title: 'Ring', assigneeId: aViewer().sub })).toEqual(
    refused('assigneeId'),
  )
  expect(await ask(manager, 'changeStage', { caseId, to: 'BUDGET' })).toMatchObject({ code: 'GATE_UNAVAILABLE' })
  expect(await ask(manager, 'assignCase', { caseId, adviserId: manager.sub })).toEqual({ __typename: 'Case' })
  expect(await ask(manager, 'addTask', { caseId, title: 'Ring' })).toEqual({ __typename: 'Task' })
})
