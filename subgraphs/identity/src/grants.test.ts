import { newId, type Claims } from '@cma/runtime'
import { fileStack, signIdentity } from '@cma/testing'
import { expect, test } from 'vitest'
import { aScene } from '../test/scene.ts'
import { publishGrants } from './grants.ts'
import { grantsKey } from './keys.ts'

const stack = fileStack()
const scene = stack.use(await aScene())
const store = scene.services.keyValue

const router: Claims = { sub: 'system', kind: 'SYSTEM', c: {}, n: {}, scopes: [] }
const grants = async (personId: string, claims: Claims | undefined = router) =>
  fetch(`${scene.origin}/internal/grants/${personId}`, {
    headers: claims ? { 'x-cma-identity': await signIdentity(claims) } : {},
  })

test('the router hears a person’s grants and finds them in the store from then on', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, roles: ['SAFEGUARDING_LEAD', 'ADVISER', 'AUDITOR', 'DPO'] })
  const known = {
    c: { [centre!.id]: ['ADVISER', 'SAFEGUARDING_LEAD'] },
    n: { [centre!.networkId]: ['DPO', 'AUDITOR'] },
  }
  const answer = await grants(person.id)
  expect([answer.status, await answer.json()]).toEqual([200, known])
  expect(JSON.parse((await store.get(grantsKey(person.id)))!)).toEqual(known)
})

test('an account that is closed has none, nobody is not found', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre! })
  await scene.database.query('update identity.person set active = false where id = $1', [person.id])
  expect(await (await grants(person.id)).json()).toEqual({ c: {}, n: {} })
  for (const nobody of [newId(), 'nobody', `${person.id}/more`]) expect((await grants(nobody)).status).toBe(404)
})

test('people and software get nothing, whoever they are; so does a token that nobody signed', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] })
  for (const claims of [person.claims, { ...router, kind: 'PARTNER' as const }])
    expect((await grants(person.id, claims)).status).toBe(401)
  expect((await fetch(`${scene.origin}/internal/grants/${person.id}`)).status).toBe(401)
  expect(
    (await fetch(`${scene.origin}/internal/grants/${person.id}`, { headers: { 'x-cma-identity': 'e30.e30.e30' } }))
      .status,
  ).toBe(401)
})

test('of two copies made at once the later state stays', async () => {
  const [centre] = await scene.someCentres(1)
  const person = await scene.somebody({ at: centre! })
  const held = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  // The first has read the old state and hangs before it writes; the second begins after the change.
  const slow = {
    ...store,
    set: async (...args: Parameters<typeof store.set>) => (reached.resolve(), await held.promise, store.set(...args)),
  }
  const first = publishGrants({ people: scene.people, store: slow }, person.id)
  await reached.promise
  await scene.database.query(`update identity.membership set roles = '{SUPERVISOR}' where person_id = $1`, [person.id])
  const second = publishGrants({ people: scene.people, store }, person.id)
  held.resolve()
  await Promise.all([first, second])
  expect(JSON.parse((await store.get(grantsKey(person.id)))!)).toEqual({ c: { [centre!.id]: ['SUPERVISOR'] }, n: {} })
})
