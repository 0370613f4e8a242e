import { newId, type Claims, type Role } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { grantsKey } from './keys.ts'
import { aims, everyCaller, expected, outcomeOf } from '../test/callers.ts'
import { aScene, type Place } from '../test/scene.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

const document = `mutation ($input: ChangeRolesInput!) { changeRoles(input: $input) { __typename
  ... on Membership { centre { id } user { id } roles since endedAt }
  ... on Refused { code message field } } }`
type Result = { __typename: string; roles: Role[]; code?: string; field?: string }
const change = async (claims: Claims, input: object) =>
  (await scene.as(claims).ask<{ changeRoles: Result }>(document, { input })).changeRoles
const grantsOf = async (personId: string) =>
  JSON.parse((await scene.services.keyValue.get(grantsKey(personId))) ?? 'null') as unknown

const aManager = (at: Place) => scene.somebody({ at, roles: ['CENTRE_MANAGER'] })

test('the roles given stand in place of those held; the router’s copy and the nudge follow', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, person] = [await aManager(centre!), await scene.somebody({ at: centre!, roles: ['TRAINEE_ADVISER'] })]
  const told = Promise.withResolvers<string | undefined>()
  stack.defer(await scene.services.nudges.subscribe('grants-changed', told.resolve))
  const changed = await change(manager.claims, {
    centreId: centre!.id,
    userId: person.id,
    roles: ['SUPERVISOR', 'ADVISER'],
  })
  expect(changed).toMatchObject({
    __typename: 'Membership',
    centre: { id: centre!.id },
    user: { id: person.id },
    roles: ['ADVISER', 'SUPERVISOR'],
    endedAt: null,
  })
  expect(await grantsOf(person.id)).toEqual({ c: { [centre!.id]: ['ADVISER', 'SUPERVISOR'] }, n: {} })
  expect(await told.promise).toBe(person.id)
  const events = await scene.database.query(`select action, facts from audit.event where actor_id = $1`, [manager.id])
  expect(events).toEqual([
    {
      action: 'identity.membership.changed',
      facts: { userId: person.id, centreId: centre!.id, roles: ['ADVISER', 'SUPERVISOR'] },
    },
  ])
})

test('somebody from another of the administrator’s centres gets roles here as well', async () => {
  const [north, south] = await scene.someCentres(2)
  const [admin, person] = [
    await scene.somebody({ at: north!, roles: ['NETWORK_ADMIN'] }),
    await scene.somebody({ at: north! }),
  ]
  await change(admin.claims, { centreId: south!.id, userId: person.id, roles: ['VOLUNTEER_SUPPORT'] })
  expect(await grantsOf(person.id)).toEqual({
    c: { [north!.id]: ['ADVISER'], [south!.id]: ['VOLUNTEER_SUPPORT'] },
    n: {},
  })
})

test('an administrator gives and takes roles of the network; a manager leaves them alone', async () => {
  const [north] = await scene.someCentres(1)
  const [admin, manager, person] = [
    await scene.somebody({ at: north!, roles: ['NETWORK_ADMIN'] }),
    await aManager(north!),
    await scene.somebody({ at: north! }),
  ]
  const at = { centreId: north!.id, userId: person.id }
  expect((await change(admin.claims, { ...at, roles: ['ADVISER', 'DPO'] })).roles).toEqual(['ADVISER', 'DPO'])
  expect((await change(manager.claims, { ...at, roles: ['SUPERVISOR'] })).roles).toEqual(['SUPERVISOR', 'DPO'])
  expect((await change(admin.claims, { ...at, roles: ['AUDITOR'] })).roles).toEqual(['AUDITOR'])
  expect(await grantsOf(person.id)).toEqual({ c: {}, n: { [north!.networkId]: ['AUDITOR'] } })
  expect((await change(admin.claims, { ...at, roles: ['ADVISER'] })).roles).toEqual(['ADVISER'])
  expect(await grantsOf(person.id)).toEqual({ c: { [north!.id]: ['ADVISER'] }, n: {} })
})

test('a client who becomes a volunteer stays a client', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, client] = [await aManager(centre!), await scene.somebody({ at: centre!, roles: ['CLIENT'] })]
  expect(
    (await change(manager.claims, { centreId: centre!.id, userId: client.id, roles: ['VOLUNTEER_SUPPORT'] })).roles,
  ).toEqual(['VOLUNTEER_SUPPORT', 'CLIENT'])
})

test('who may: managers in their centre, administrators in their network', async () => {
  const [own, sibling] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const places = { own: own!, sibling: sibling!, foreign: foreign! }
  const people = {
    own: await scene.somebody({ at: own! }),
    sibling: await scene.somebody({ at: sibling! }),
    foreign: await scene.somebody({ at: foreign! }),
  }
  for (const caller of everyCaller(own!)) {
    for (const aim of aims) {
      const result = await change(caller.claims, {
        centreId: places[aim].id,
        userId: people[aim].id,
        roles: ['ADVISER'],
      })
      expect({ ...caller, aim, outcome: outcomeOf(result) }).toEqual({
        ...caller,
        aim,
        outcome: expected(['CENTRE_MANAGER', 'NETWORK_ADMIN'], caller, aim),
      })
    }
  }
})

test('nobody raises themself: a manager can’t give a role of the network, not even to themself', async () => {
  const [centre] = await scene.someCentres(1)
  const manager = await aManager(centre!)
  for (const role of ['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR', 'CLIENT', 'PARTNER_APP', 'SYSTEM'])
    expect(
      await change(manager.claims, { centreId: centre!.id, userId: manager.id, roles: ['CENTRE_MANAGER', role] }),
    ).toMatchObject({ code: 'ROLE_NOT_GRANTABLE', field: 'roles' })
})

test('the last manager and the last administrator keep their role; of two who take each other’s at once, one succeeds', async () => {
  const [centre] = await scene.someCentres(1)
  const [one, two] = [await aManager(centre!), await aManager(centre!)]
  const both = await Promise.all([
    change(one.claims, { centreId: centre!.id, userId: two.id, roles: ['ADVISER'] }),
    change(two.claims, { centreId: centre!.id, userId: one.id, roles: ['ADVISER'] }),
  ])
  expect(both.map(outcomeOf).sort()).toEqual(['LAST_MANAGER', 'done'])
  const admin = await scene.somebody({ at: centre!, roles: ['NETWORK_ADMIN'] })
  expect(await change(admin.claims, { centreId: centre!.id, userId: admin.id, roles: ['DPO'] })).toMatchObject({
    code: 'LAST_ADMINISTRATOR',
    field: 'roles',
  })
  expect(await grantsOf(admin.id)).toBeNull()
})

test('a manager whose account is closed does not count as one who is left', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, gone] = [await aManager(centre!), await aManager(centre!)]
  await scene.database.query('update identity.person set active = false where id = $1', [gone.id])
  expect(await change(manager.claims, { centreId: centre!.id, userId: manager.id, roles: ['ADVISER'] })).toMatchObject({
    code: 'LAST_MANAGER',
  })
})

test('strangers, nobody and closed accounts are given nothing', async () => {
  const [centre] = await scene.someCentres(1)
  const [foreign] = await scene.someCentres(1)
  const [manager, stranger, gone] = [
    await aManager(centre!),
    await scene.somebody({ at: foreign! }),
    await scene.somebody({ at: centre! }),
  ]
  await scene.database.query('update identity.person set active = false where id = $1', [gone.id])
  const at = { centreId: centre!.id, roles: ['ADVISER'] }
  for (const userId of [stranger.id, newId(), 'nobody'])
    expect(await change(manager.claims, { ...at, userId })).toMatchObject({ code: 'NOT_FOUND', field: 'userId' })
  expect(await change(manager.claims, { ...at, userId: gone.id })).toMatchObject({
    code: 'NOT_ALLOWED',
    field: 'userId',
  })
  expect(await change(manager.claims, { ...at, userId: manager.id, roles: [] })).toMatchObject({
    code: 'INVALID_INPUT',
    field: 'roles',
  })
})

test('a repeat with the same key changes nothing twice', async () => {
  const [centre] = await scene.someCentres(1)
  const [manager, person] = [await aManager(centre!), await scene.somebody({ at: centre! })]
  const input = { centreId: centre!.id, userId: person.id, roles: ['SUPERVISOR'], idempotencyKey: newId() }
  const first = await change(manager.claims, input)
  expect(await change(manager.claims, input)).toEqual(first)
  const events = await scene.database.query(`select 1 from audit.event where actor_id = $1`, [manager.id])
  expect(events).toHaveLength(1)
})
