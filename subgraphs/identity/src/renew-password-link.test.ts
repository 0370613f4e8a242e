import { newId, type Claims } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aims, everyCaller, expected, outcomeOf } from '../test/callers.ts'
import { aScene } from '../test/scene.ts'
import { createPerson } from './create-person.ts'

// What becomes of a link is tested in auth/choose-password.test.ts.
const stack = fileStack()
const scene = stack.use(await aScene())

const document = `mutation ($input: RenewPasswordLinkInput!) { renewPasswordLink(input: $input) { __typename
  ... on PasswordLink { user { id } setPasswordLink setPasswordLinkExpiresAt }
  ... on Refused { code message field } } }`
type Result = { __typename: string; code?: string; field?: string; setPasswordLink: string }
const renew = async (claims: Claims, userId: string, more: object = {}) =>
  (await scene.as(claims).ask<{ renewPasswordLink: Result }>(document, { input: { userId, ...more } }))
    .renewPasswordLink

test('who may: managers for people of their centre, administrators for people of their network', async () => {
  const [own, sibling] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const places = { own: own!, sibling: sibling!, foreign: foreign! }
  for (const caller of everyCaller(own!)) {
    for (const aim of aims) {
      const person = await scene.somebody({ at: places[aim] })
      const outcome = expected(['CENTRE_MANAGER', 'NETWORK_ADMIN'], caller, aim)
      expect({ ...caller, aim, outcome: outcomeOf(await renew(caller.claims, person.id)) }).toEqual({
        ...caller,
        aim,
        outcome,
      })
    }
  }
})

test('nobody reaches further by a link: not a manager to roles of the network or of another centre, not an administrator to another network', async () => {
  const [north, south] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: north!, roles: ['CENTRE_MANAGER'] })
  const admin = await scene.somebody({ at: north!, roles: ['NETWORK_ADMIN'] })
  const here = { centreId: north!.id, roles: ['ADVISER' as const] }
  const person = (more: object) =>
    createPerson(scene.people, { name: 'Kim Example', email: `${newId()}@example.org`, centres: [here], ...more })
  const officer = await person({ networks: [{ networkId: north!.networkId, roles: ['DPO'] }] })
  const alsoSouth = await person({ centres: [here, { centreId: south!.id, roles: ['ADVISER'] }] })
  const alsoForeign = await person({ centres: [here, { centreId: foreign!.id, roles: ['ADVISER'] }] })
  for (const userId of [officer, alsoSouth, alsoForeign, admin.id])
    expect(outcomeOf(await renew(manager.claims, userId)), userId).toBe('NOT_ALLOWED')
  for (const userId of [officer, alsoSouth]) expect(outcomeOf(await renew(admin.claims, userId))).toBe('done')
  expect(await renew(admin.claims, alsoForeign)).toMatchObject({ code: 'NOT_ALLOWED', field: 'userId' })
})

test('not for oneself, not for a closed account, not for whoever has left, not for nobody', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, gone, left] = [
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre! }),
    await scene.somebody({ at: centre! }),
  ]
  await scene.database.query('update identity.person set active = false where id = $1', [gone.id])
  await scene.database.query('update identity.membership set ended_at = now() where person_id = $1', [left.id])
  for (const userId of [manager.id, gone.id, left.id])
    expect(await renew(manager.claims, userId)).toMatchObject({ code: 'NOT_ALLOWED', field: 'userId' })
  for (const userId of [newId(), 'nobody'])
    expect(await renew(manager.claims, userId)).toMatchObject({ code: 'NOT_FOUND', field: 'userId' })
  expect(await renew(manager.claims, 'x'.repeat(65))).toMatchObject({ code: 'INVALID_INPUT', field: 'userId' })
})

test('a repeat with the same key hands out the same link; the ledger knows, without the link', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, person] = [
    await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] }),
    await scene.somebody({ at: centre! }),
  ]
  const idempotencyKey = newId()
  const first = await renew(manager.claims, person.id, { idempotencyKey })
  expect(await renew(manager.claims, person.id, { idempotencyKey })).toEqual(first)
  expect((await renew(manager.claims, person.id)).setPasswordLink).not.toBe(first.setPasswordLink)
  const events = await scene.database.query(
    `select action, centre_id, facts from audit.event where actor_id = $1 order by recorded_at limit 1`,
    [manager.id],
  )
  expect(events).toEqual([
    { action: 'identity.password_link.renewed', centre_id: centre!.id, facts: { userId: person.id } },
  ])
})
