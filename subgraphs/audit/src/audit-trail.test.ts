import { newId, unsealedChannel, type Role } from '@cma/runtime'
import { aCentre, aViewer, fileStack, startSubgraph, waitUntil, type TestSubgraph } from '@cma/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { anAppender } from '../test/appending.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { subgraph } from './subgraph.ts'

const stack = fileStack()
let audit: TestSubgraph<PrismaClient>
beforeAll(async () => {
  audit = stack.use(await startSubgraph(subgraph))
})

const trail = `query ($entity: ID!, $first: Int, $after: String) {
  auditTrail(entity: $entity, first: $first, after: $after) {
    edges { cursor node { id sequence occurredAt actor { id } actorKind centre { id } action entities { type id } facts hash } }
    pageInfo { hasNextPage hasPreviousPage endCursor }
  }
}`
type Trail = {
  auditTrail: {
    edges: Array<{
      node: {
        id: string
        sequence: number | null
        hash: string | null
        action: string
        facts: unknown
        centre: { id: string } | null
        actor: { id: string } | null
      }
    }>
    pageInfo: { hasNextPage: boolean; endCursor: string }
  }
}

async function aCaseWithEvents(count: number, options: { centreId?: string | null } = {}) {
  const centre = await aCentre(audit.database)
  const entityId = newId()
  const actorId = newId()
  await using appender = await anAppender(audit.database, { centreId: centre.id, actorId })
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) ids.push(await appender.append({ entityId, facts: { at }, ...options }))
  return { centre, entityId, actorId, ids }
}

test('shows what happened, newest first, page by page, with sequence and hash once sealed', async () => {
  const { centre, entityId, actorId, ids } = await aCaseWithEvents(5)
  const manager = audit.as(aViewer({ at: centre, roles: ['CENTRE_MANAGER'] }))
  audit.services.nudges.publish(unsealedChannel)
  const sealed = await waitUntil('the events are sealed', async () => {
    const { auditTrail } = await manager.ask<Trail>(trail, { entity: entityId })
    return auditTrail.edges.every(({ node }) => node.sequence !== null) && auditTrail
  })
  expect(sealed.edges.map(({ node }) => node.id)).toEqual(ids.toReversed())
  expect(sealed.edges[0]!.node).toMatchObject({
    actor: { id: actorId },
    centre: { id: centre.id },
    action: 'cases.note.added',
    facts: { at: 4 },
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const first = await manager.ask<Trail>(trail, { entity: entityId, first: 3 })
  expect(first.auditTrail.pageInfo.hasNextPage).toBe(true)
  const second = await manager.ask<Trail>(trail, {
    entity: entityId,
    first: 3,
    after: first.auditTrail.pageInfo.endCursor,
  })
  expect([...first.auditTrail.edges, ...second.auditTrail.edges].map(({ node }) => node.id)).toEqual(ids.toReversed())
  expect(second.auditTrail.pageInfo.hasNextPage).toBe(false)
})

describe('who reads the trail of a centre', () => {
  // Written apart from policies.ts on purpose.
  const readers: Role[] = ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'DPO', 'AUDITOR']
  const others: Role[] = [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SAFEGUARDING_LEAD',
    'NETWORK_ADMIN',
    'CLIENT',
    'PARTNER_APP',
  ]

  test.each(readers)('%s, at the own centre and through its network, and nothing of another centre', async (role) => {
    const { centre, entityId } = await aCaseWithEvents(2)
    const elsewhere = await aCentre(audit.database)
    const seen = async (viewer: Parameters<typeof audit.as>[0]) =>
      (await audit.as(viewer).ask<Trail>(trail, { entity: entityId })).auditTrail.edges.length
    expect(await seen(aViewer({ at: centre, roles: [role] }))).toBe(2)
    expect(await seen(aViewer({ throughNetwork: centre, roles: [role] }))).toBe(2)
    expect(await seen(aViewer({ at: elsewhere, roles: [role] }))).toBe(0)
    expect(await seen(aViewer({ throughNetwork: elsewhere, roles: [role] }))).toBe(0)
  })

  test.each(others)('not %s', async (role) => {
    const { centre, entityId } = await aCaseWithEvents(1)
    for (const viewer of [aViewer({ at: centre, roles: [role] }), aViewer({ throughNetwork: centre, roles: [role] })]) {
      const { errors, data } = await audit.as(viewer).send(trail, { entity: entityId })
      expect(data).toBeNull()
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN')
    }
  })

  test('an adviser of the centre who manages another one sees nothing of it', async () => {
    const { centre, entityId } = await aCaseWithEvents(1)
    const other = await aCentre(audit.database)
    const viewer = {
      ...aViewer({ at: centre, roles: ['ADVISER'] }),
      c: { [centre.id]: ['ADVISER'], [other.id]: ['CENTRE_MANAGER'] } as Record<string, Role[]>,
    }
    expect((await audit.as(viewer).ask<Trail>(trail, { entity: entityId })).auditTrail.edges).toEqual([])
  })

  test('what belongs to no centre is for officers, data protection and auditors', async () => {
    const { centre, entityId } = await aCaseWithEvents(1, { centreId: null })
    const seen = async (role: Role) =>
      (await audit.as(aViewer({ at: centre, roles: [role] })).ask<Trail>(trail, { entity: entityId })).auditTrail.edges
        .length
    for (const role of ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'] as const) expect(await seen(role)).toBe(1)
    for (const role of ['SUPERVISOR', 'CENTRE_MANAGER'] as const) expect(await seen(role)).toBe(0)
  })
})

test('an event is found by reference for those who read its trail, and only for them', async () => {
  const { centre, ids } = await aCaseWithEvents(1)
  const entities = `query ($id: ID!) { _entities(representations: [{ __typename: "AuditEvent", id: $id }]) { ... on AuditEvent { id action } } }`
  const ask = async (viewer: Parameters<typeof audit.as>[0], id = ids[0]) =>
    (await audit.as(viewer).ask<{ _entities: Array<{ id: string } | null> }>(entities, { id }))._entities[0]
  expect(await ask(aViewer({ at: centre, roles: ['DPO'] }))).toMatchObject({ id: ids[0] })
  expect(await ask(aViewer({ at: centre, roles: ['ADVISER'] }))).toBeNull()
  expect(await ask(aViewer({ at: await aCentre(audit.database), roles: ['DPO'] }))).toBeNull()
  expect(await ask(aViewer({ at: centre, roles: ['DPO'] }), 'not an id')).toBeNull()
})

test('the state of the chain is for officers, data protection and auditors', async () => {
  const { centre } = await aCaseWithEvents(1)
  const chain = `{ auditChain { lastSequence lastHash lastSealedAt waiting verifiedAt problem } }`
  type Chain = { auditChain: { lastSequence: number; waiting: number; lastHash: string } | null }
  const officer = audit.as(aViewer({ throughNetwork: centre, roles: ['COMPLIANCE_OFFICER'] }))
  const state = await waitUntil('nothing waits', async () => {
    const { auditChain } = await officer.ask<Chain>(chain)
    return auditChain?.waiting === 0 && auditChain
  })
  const [{ count }] = (await audit.database.query<{ count: string }>('select count(*) from audit.event')) as [
    { count: string },
  ]
  expect(state.lastSequence).toBe(Number(count))
  expect(state.lastHash).toMatch(/^[0-9a-f]{64}$/)
  expect((await audit.as(aViewer({ at: centre, roles: ['CENTRE_MANAGER'] })).ask<Chain>(chain)).auditChain).toBeNull()
})

test.each([
  [{ first: 0 }, 'BAD_USER_INPUT'],
  [{ first: 101 }, 'BAD_USER_INPUT'],
  [{ after: 'nonsense' }, 'BAD_USER_INPUT'],
  [{ after: Buffer.from('["x"]').toString('base64url') }, 'BAD_USER_INPUT'],
])('refuses %j', async (args, code) => {
  const { centre, entityId } = await aCaseWithEvents(1)
  const { errors } = await audit.as(aViewer({ at: centre, roles: ['DPO'] })).send(trail, { entity: entityId, ...args })
  expect(errors?.[0]?.extensions?.code).toBe(code)
})

test('a cursor of the right form with wrong values is bad input too', async () => {
  const { centre, entityId } = await aCaseWithEvents(1)
  const after = Buffer.from('["not a time","not an id"]').toString('base64url')
  const { errors } = await audit.as(aViewer({ at: centre, roles: ['DPO'] })).send(trail, { entity: entityId, after })
  expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT')
})
