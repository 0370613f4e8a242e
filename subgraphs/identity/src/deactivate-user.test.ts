import { newId, type Claims } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aBrowser } from '../test/browser.ts'
import { createPerson } from './create-person.ts'
import { grantsKey } from './keys.ts'
import { sessionsOf } from './sessions.ts'
import { aims, everyCaller, outcomeOf, heldForNetworks } from '../test/callers.ts'
import { aScene, password } from '../test/scene.ts'

const stack = fileStack()
const scene = stack.use(await aScene())
const { keyValue } = scene.services

const document = `mutation ($input: DeactivateUserInput!) { deactivateUser(input: $input) { __typename
  ... on User { id active memberships { roles } }
  ... on Refused { code message field } } }`
type Result = { __typename: string; code?: string }
const close = async (claims: Claims, userId: string, more: object = {}) =>
  (await scene.as(claims).ask<{ deactivateUser: Result }>(document, { input: { userId, ...more } })).deactivateUser

test('a closed account has no session, no grants and no way in', async () => {
  const [north, south] = await scene.someCentres(2)
  const admin = await scene.somebody({ at: north!, roles: ['NETWORK_ADMIN'] })
  const person = await scene.somebody({ at: south!, roles: ['ADVISER', 'DPO'], password })
  await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })
  expect(await sessionsOf(keyValue, person.id)).toHaveLength(1)
  expect(await close(admin.claims, person.id)).toEqual({
    __typename: 'User',
    id: person.id,
    active: false,
    memberships: [],
  })
  expect(await sessionsOf(keyValue, person.id)).toEqual([])
  expect(JSON.parse((await keyValue.get(grantsKey(person.id)))!)).toEqual({ c: {}, n: {} })
  expect((await aBrowser(scene.origin).post('sign-in/email', { email: person.email, password })).status).toBe(401)
  const events = await scene.database.query(`select action, facts from audit.event where actor_id = $1`, [admin.id])
  expect(events).toEqual([{ action: 'identity.user.deactivated', facts: { userId: person.id } }])
  expect(await close(admin.claims, person.id)).toMatchObject({ __typename: 'User', active: false })
})

test('who may: administrators, in their network', async () => {
  const [own, sibling] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const places = { own: own!, sibling: sibling!, foreign: foreign! }
  for (const caller of everyCaller(own!)) {
    for (const aim of aims) {
      const person = await scene.somebody({ at: places[aim] })
      const result = await close(caller.claims, person.id)
      const sees = aim === 'own' || (aim === 'sibling' && heldForNetworks.includes(caller.role))
      const outcome = !sees
        ? 'NOT_FOUND'
        : caller.kind === 'USER' && caller.role === 'NETWORK_ADMIN'
          ? 'done'
          : 'NOT_ALLOWED'
      expect({ ...caller, aim, outcome: outcomeOf(result) }).toEqual({ ...caller, aim, outcome })
    }
  }
})

test('an account of somebody who also works in another network is not theirs to close', async () => {
  const [here] = await scene.someCentres(1)
  const [there] = await scene.someCentres(1)
  const admin = await scene.somebody({ at: here!, roles: ['NETWORK_ADMIN'] })
  for (const other of [
    {
      centres: [
        { centreId: here!.id, roles: ['ADVISER' as const] },
        { centreId: there!.id, roles: ['ADVISER' as const] },
      ],
    },
    {
      centres: [{ centreId: here!.id, roles: ['ADVISER' as const] }],
      networks: [{ networkId: there!.networkId, roles: ['DPO' as const] }],
    },
  ]) {
    const id = await createPerson(scene.people, { name: 'Kim Example', email: `${newId()}@example.org`, ...other })
    expect(await close(admin.claims, id)).toMatchObject({ code: 'NOT_ALLOWED', field: 'userId' })
  }
})

test('not one’s own account, not the last manager’s, not nobody’s', async () => {
  const [centre] = await scene.someCentres(1)
  const [admin, manager] = [
    await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] }),
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
  ]
  expect(await close(admin.claims, admin.id)).toMatchObject({ code: 'NOT_ALLOWED', field: 'userId' })
  expect(await close(admin.claims, manager.id)).toMatchObject({ code: 'LAST_MANAGER', field: 'userId' })
  for (const userId of [newId(), 'nobody'])
    expect(await close(admin.claims, userId)).toMatchObject({ code: 'NOT_FOUND', field: 'userId' })
  expect(await close(admin.claims, 'x'.repeat(65))).toMatchObject({ code: 'INVALID_INPUT', field: 'userId' })
})

test('of two administrators who close each other’s account at once, one stays', async () => {
  const [centre] = await scene.someCentres(1)
  const [one, two] = [
    await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] }),
    await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] }),
  ]
  const both = await Promise.all([close(one.claims, two.id), close(two.claims, one.id)])
  expect(both.map(outcomeOf).sort()).toEqual(['LAST_ADMINISTRATOR', 'done'])
})

test('a repeat with the same key gets the same answer', async () => {
  const [centre] = await scene.someCentres(1)
  const [admin, person] = [
    await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] }),
    await scene.somebody({ at: centre! }),
  ]
  const idempotencyKey = newId()
  const first = await close(admin.claims, person.id, { idempotencyKey })
  expect(await close(admin.claims, person.id, { idempotencyKey })).toEqual(first)
})
