import { newId } from '@cma/runtime'
import { aCentre, aViewer, fileStack, startSubgraph, statementsDuring, type TestSubgraph } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import { anAppender } from '../test/appending.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { subgraph } from './subgraph.ts'

const stack = fileStack()
let audit: TestSubgraph<PrismaClient>
beforeAll(async () => {
  audit = stack.use(await startSubgraph(subgraph, { background: false }))
})

const trail = `query ($entity: ID, $filter: AuditFilter) {
  auditTrail(entity: $entity, filter: $filter, first: 100) { edges { node { action actor { id } } } }
}`

async function aBusyCentre() {
  const centre = await aCentre(audit.database)
  const [one, two, caseId] = [newId(), newId(), newId()]
  for (const actorId of [one, two]) {
    await using appender = await anAppender(audit.database, { centreId: centre.id, actorId })
    for (const action of ['cases.case.opened', 'cases.note.added', 'compliance.item.signed_off', 'cases.task.added'])
      await appender.append({ entityId: caseId, type: 'Case', action })
    await appender.append({ entityId: two, type: 'User', action: 'identity.membership.changed' })
  }
  const manager = audit.as(aViewer({ at: centre, roles: ['CENTRE_MANAGER'] }))
  const ask = async (variables: Record<string, unknown>) =>
    (
      await manager.ask<{ auditTrail: { edges: Array<{ node: { action: string; actor: { id: string } } }> } }>(
        trail,
        variables,
      )
    ).auditTrail.edges.map(({ node }) => [node.actor.id, node.action])
  return { centre, one, two, caseId, ask }
}

test('all that a person did, and all that happened to one', async () => {
  const { one, two, ask } = await aBusyCentre()
  expect((await ask({ filter: { actorId: one } })).map(([, action]) => action)).toEqual([
    'identity.membership.changed',
    'cases.task.added',
    'compliance.item.signed_off',
    'cases.note.added',
    'cases.case.opened',
  ])
  expect(await ask({ entity: two })).toEqual([
    [two, 'identity.membership.changed'],
    [one, 'identity.membership.changed'],
  ])
  expect(await ask({ filter: { actorId: 'system' } })).toEqual([])
  expect(await ask({ entity: 'no id' })).toEqual([])
})

test('by group, by time, and all together', async () => {
  const { one, caseId, ask } = await aBusyCentre()
  const ofGroups = async (groups: string[]) =>
    (await ask({ filter: { actorId: one, groups } })).map(([, action]) => action)
  expect(await ofGroups(['NOTES'])).toEqual(['cases.note.added'])
  expect(await ofGroups(['WORK', 'COMPLIANCE'])).toEqual(['cases.task.added', 'compliance.item.signed_off'])
  expect(await ofGroups(['PEOPLE'])).toEqual(['identity.membership.changed'])
  expect(await ofGroups([]), 'none is named').toHaveLength(5)
  expect(await ask({})).toHaveLength(10)
  const ahead = new Date(Date.now() + 60_000).toISOString()
  expect(await ask({ entity: caseId, filter: { from: ahead } })).toEqual([])
  expect(await ask({ entity: caseId, filter: { to: ahead, groups: ['CASES'], actorId: one } })).toEqual([
    [one, 'cases.case.opened'],
  ])
})

test('a page is one statement, however many events it shows', async () => {
  const { centre, caseId } = await aBusyCentre()
  const manager = audit.as(aViewer({ at: centre, roles: ['CENTRE_MANAGER'] }))
  const count = async (first: number) =>
    (
      await statementsDuring(() =>
        manager.ask(`query ($id: ID!) { auditTrail(entity: $id, first: ${first}) { edges { node { action } } } }`, {
          id: caseId,
        }),
      )
    ).statements.length
  await count(1) // the first opens a connection
  expect(await count(8)).toBe(await count(1))
  expect(await count(8)).toBe(1)
})
