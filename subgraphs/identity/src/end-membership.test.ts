import { newId, type Claims } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { grantsKey } from './keys.ts'
import { aims, everyCaller, expected, outcomeOf } from '../test/callers.ts'
import { aScene } from '../test/scene.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

const document = `mutation ($input: EndMembershipInput!) { endMembership(input: $input) { __typename
  ... on Membership { centre { id } user { id name } roles endedAt }
  ... on Refused { code message field } } }`
type Result = { __typename: string; endedAt: string; code?: string }
const end = async (claims: Claims, input: object) =>
  (await scene.as(claims).ask<{ endMembership: Result }>(document, { input })).endMembership

test('from the end on the person has no grants there; colleagues still know whose notes they read', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, person, colleague] = [
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre!, name: 'Robin Example' }),
    await scene.somebody({ at: centre! }),
  ]
  const ended = await end(manager.claims, { centreId: centre!.id, userId: person.id })
  expect(ended).toMatchObject({
    __typename: 'Membership',
    centre: { id: centre!.id },
    user: { id: person.id },
    roles: ['ADVISER'],
  })
  expect(Math.abs(new Date(ended.endedAt).getTime() - Date.now())).toBeLessThan(60_000)
  expect(JSON.parse((await scene.services.keyValue.get(grantsKey(person.id)))!)).toEqual({ c: {}, n: {} })
  const { user } = await scene
    .as(colleague.claims)
    .ask<{ user: object }>(`{ user(id: "${person.id}") { name memberships { roles } } }`)
  expect(user).toEqual({ name: 'Robin Example', memberships: [] })
  const events = await scene.database.query(`select action, centre_id, facts from audit.event where actor_id = $1`, [
    manager.id,
  ])
  expect(events).toEqual([
    { action: 'identity.membership.ended', centre_id: centre!.id, facts: { userId: person.id, centreId: centre!.id } },
  ])
})

test('somebody who comes back has a new beginning, and keeps the old one', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, person] = [
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre! }),
  ]
  await end(manager.claims, { centreId: centre!.id, userId: person.id })
  await scene
    .as(manager.claims)
    .ask('mutation ($input: ChangeRolesInput!) { changeRoles(input: $input) { __typename } }', {
      input: { centreId: centre!.id, userId: person.id, roles: ['ADVISER'] },
    })
  const rows = await scene.database.query(
    `select ended_at is null as lasts from identity.membership where person_id = $1 order by since`,
    [person.id],
  )
  expect(rows).toEqual([{ lasts: false }, { lasts: true }])
})

test('who may: managers in their centre, administrators in their network', async () => {
  const [own, sibling] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const places = { own: own!, sibling: sibling!, foreign: foreign! }
  for (const caller of everyCaller(own!)) {
    for (const aim of aims) {
      const person = await scene.somebody({ at: places[aim] })
      const result = await end(caller.claims, { centreId: places[aim].id, userId: person.id })
      expect({ ...caller, aim, outcome: outcomeOf(result) }).toEqual({
        ...caller,
        aim,
        outcome: expected(['CENTRE_MANAGER', 'NETWORK_ADMIN'], caller, aim),
      })
    }
  }
})

test('the last manager stays; of two who end each other’s work at once, one succeeds', async () => {
  const [centre] = await scene.someCentres(1)
  const [one, two] = [
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
  ]
  const both = await Promise.all([
    end(one.claims, { centreId: centre!.id, userId: two.id }),
    end(two.claims, { centreId: centre!.id, userId: one.id }),
  ])
  expect(both.map(outcomeOf).sort()).toEqual(['LAST_MANAGER', 'done'])
})

test('whoever does not work here has nothing to end', async () => {
  const [centre, sibling] = await scene.someCentres(2)
  const [admin, officer, elsewhere, person] = [
    await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] }),
    await scene.somebody({ at: centre!, roles: ['DPO'] }),
    await scene.somebody({ at: sibling! }),
    await scene.somebody({ at: centre! }),
  ]
  for (const userId of [officer.id, elsewhere.id, newId(), 'nobody'])
    expect(await end(admin.claims, { centreId: centre!.id, userId })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'userId',
    })
  expect(outcomeOf(await end(admin.claims, { centreId: centre!.id, userId: person.id }))).toBe('done')
  expect(await end(admin.claims, { centreId: centre!.id, userId: person.id })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'userId',
  })
  expect(await end(admin.claims, { centreId: 'north', userId: person.id })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'centreId',
  })
  expect(await end(admin.claims, { centreId: centre!.id, userId: 'x'.repeat(65) })).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'userId',
  })
})

test('a repeat with the same key gets the same answer', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, person] = [
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre! }),
  ]
  const input = { centreId: centre!.id, userId: person.id, idempotencyKey: newId() }
  const first = await end(manager.claims, input)
  expect(await end(manager.claims, input)).toEqual(first)
})
