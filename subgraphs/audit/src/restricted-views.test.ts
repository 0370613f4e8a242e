import { newId, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack, startSubgraph, type TestSubgraph } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import { anAppender } from '../test/appending.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { subgraph } from './subgraph.ts'

const stack = fileStack()
let audit: TestSubgraph<PrismaClient>
beforeAll(async () => {
  audit = stack.use(await startSubgraph(subgraph, { background: false }))
})

const views = `query ($centre: ID!, $case: ID, $first: Int, $after: String) {
  restrictedCaseViews(centreId: $centre, caseId: $case, first: $first, after: $after) {
    edges { node { case { id } by { id } kind at } } pageInfo { hasNextPage endCursor }
  }
}`
type Views = {
  restrictedCaseViews: {
    edges: Array<{ node: { case: { id: string }; by: { id: string }; kind: string } }>
    pageInfo: { hasNextPage: boolean; endCursor: string }
  }
}

/** A case that is restricted, looked at by one and opened by another. */
async function aRestrictedCase(allowedUserIds: string[] = []) {
  const centre = await aCentre(audit.database)
  const caseId = newId()
  const [named, other] = [newId(), newId()]
  const as = async (actorId: string, action: string, facts: object) => {
    await using appender = await anAppender(audit.database, { centreId: centre.id, actorId })
    await appender.append({ entityId: caseId, type: 'Case', action, facts: { caseId, ...facts } })
  }
  await as(newId(), 'cases.case.restricted', { allowedUserIds })
  await as(named, 'cases.restricted_case.viewed', {})
  await as(other, 'cases.restricted_case.break_glass', {
    userId: other,
    until: new Date(Date.now() + 3_600_000).toISOString(),
  })
  await as(other, 'cases.restricted_case.viewed', { access: 'BREAK_GLASS' })
  await as(named, 'cases.note.added', { noteId: newId() })
  return { centre, caseId, named, other, as }
}

test('who looked and how, the newest first, of all restricted cases of a centre or of one, page by page', async () => {
  const { centre, caseId, named, other } = await aRestrictedCase()
  const manager = audit.as(aViewer({ at: centre, roles: ['CENTRE_MANAGER'] }))
  const { restrictedCaseViews: all } = await manager.ask<Views>(views, { centre: centre.id })
  expect(all.edges.map(({ node }) => [node.case.id, node.by.id, node.kind])).toEqual([
    [caseId, other, 'AFTER_BREAK_GLASS'],
    [caseId, other, 'BREAK_GLASS'],
    [caseId, named, 'ALLOWED'],
  ])
  const ask = async (variables: object) =>
    (await manager.ask<Views>(views, { centre: centre.id, ...variables })).restrictedCaseViews
  expect((await ask({ case: caseId })).edges).toHaveLength(3)
  expect((await ask({ case: newId() })).edges).toEqual([])
  expect((await ask({ case: 'none' })).edges).toEqual([])
  const first = await ask({ first: 1 })
  const second = await ask({ first: 2, after: first.pageInfo.endCursor })
  expect([first, second].flatMap(({ edges }) => edges.map(({ node }) => node.by.id))).toEqual([other, other, named])
  expect(second.pageInfo.hasNextPage).toBe(false)
})

test('for managers of the centre, officers, data protection and auditors', async () => {
  const { centre } = await aRestrictedCase()
  const elsewhere = await aCentre(audit.database)
  const outcome = async (role: Role, at = centre) => {
    const { data, errors } = await audit.as(aViewer({ at, roles: [role] })).send<Views>(views, { centre: centre.id })
    return data ? data.restrictedCaseViews.edges.length : errors?.[0]?.extensions?.code
  }
  for (const role of ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'] as const) {
    expect([role, await outcome(role)]).toEqual([role, 3])
    expect([role, await outcome(role, elsewhere)]).toEqual([role, 'FORBIDDEN'])
  }
  for (const role of ['SUPERVISOR', 'SAFEGUARDING_LEAD', 'ADVISER', 'NETWORK_ADMIN', 'CLIENT', 'PARTNER_APP'] as const)
    expect([role, await outcome(role)]).toEqual([role, 'FORBIDDEN'])
})

test('a supervisor reads the trail of a restricted case only when named, or after opening it', async () => {
  const supervisor = newId()
  const { centre, caseId, as } = await aRestrictedCase([supervisor])
  const trail = async (role: Role, id = newId()) =>
    (
      await audit
        .as(aViewer({ at: centre, roles: [role], id }))
        .ask<{ auditTrail: { edges: unknown[] } }>(
          'query ($id: ID!) { auditTrail(entity: $id) { edges { cursor } } }',
          { id: caseId },
        )
    ).auditTrail.edges.length
  for (const role of ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'] as const)
    expect([role, await trail(role)]).toEqual([role, 5])
  expect(await trail('SUPERVISOR', supervisor), 'named').toBe(5)
  const [hurried, late] = [newId(), newId()]
  expect(await trail('SUPERVISOR', hurried)).toBe(0)
  const until = (ms: number) => new Date(Date.now() + ms).toISOString()
  await as(hurried, 'cases.restricted_case.break_glass', { userId: hurried, until: until(3_600_000) })
  await as(late, 'cases.restricted_case.break_glass', { userId: late, until: until(-1_000) })
  expect(await trail('SUPERVISOR', hurried), 'opened').toBe(7)
  expect(await trail('SUPERVISOR', late), 'the hours are over').toBe(0)
  await as(newId(), 'cases.case.unrestricted', {})
  expect(await trail('SUPERVISOR', late), 'lifted').toBe(8)
})
