import { newId, type Role } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import { expect, test } from 'vitest'
import { aims, everyCaller, expected, outcomeOf } from '../test/callers.ts'
import { aScene } from '../test/scene.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

const document = `mutation ($input: AddUserInput!) { addUser(input: $input) { __typename
  ... on UserAdded { user { id name email telephone active memberships { centre { id } roles } } setPasswordLink setPasswordLinkExpiresAt }
  ... on Refused { code message field } } }`

type Result = {
  __typename: string
  user: { id: string; email: string; memberships: { centre: { id: string }; roles: Role[] }[] }
  setPasswordLink: string
  setPasswordLinkExpiresAt: string
  code?: string
  field?: string
  message?: string
}
const add = async (claims: Parameters<typeof scene.as>[0], input: object) =>
  (await scene.as(claims).ask<{ addUser: Result }>(document, { input })).addUser
const anInput = (centreId: string, more: object = {}) => ({
  centreId,
  name: 'Sam Example',
  email: `${newId()}@example.org`,
  roles: ['ADVISER'],
  ...more,
})

test('a manager adds a colleague, who then works at the centre; the ledger knows, without a name', async () => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const input = anInput(centre!.id, {
    name: ' Sam Example ',
    email: 'Sam.Example@Example.org',
    telephone: '01632 960 001',
    roles: ['SUPERVISOR', 'ADVISER', 'ADVISER'],
  })
  const before = Date.now()
  const added = await add(manager.claims, input)
  expect(added).toMatchObject({
    __typename: 'UserAdded',
    user: {
      name: 'Sam Example',
      email: 'sam.example@example.org',
      telephone: '01632 960 001',
      active: true,
      memberships: [{ centre: { id: centre!.id }, roles: ['ADVISER', 'SUPERVISOR'] }],
    },
  })
  const lasts = new Date(added.setPasswordLinkExpiresAt).getTime() - before
  expect(Math.abs(lasts - 3 * 86_400_000)).toBeLessThan(60_000)
  const events = await scene.database.query(
    `select action, centre_id, actor_id, entities, facts from audit.event where entities @> $1 order by recorded_at`,
    [JSON.stringify([{ type: 'User', id: added.user.id }])],
  )
  expect(events).toEqual([
    expect.objectContaining({
      action: 'identity.user.added',
      centre_id: centre!.id,
      actor_id: manager.id,
      facts: { userId: added.user.id, centreId: centre!.id },
    }),
    expect.objectContaining({
      action: 'identity.membership.changed',
      facts: { userId: added.user.id, centreId: centre!.id, roles: ['ADVISER', 'SUPERVISOR'] },
    }),
  ])
})

test('an administrator may add somebody with roles for the whole network, and with those only', async () => {
  const [north, south] = await scene.someCentres(2)
  const admin = await scene.somebody({ at: north!, roles: ['NETWORK_ADMIN'] })
  const both = await add(admin.claims, anInput(north!.id, { roles: ['DPO', 'ADVISER'] }))
  expect(both.user.memberships).toEqual([
    { centre: { id: north!.id }, roles: ['ADVISER', 'DPO'] },
    { centre: { id: south!.id }, roles: ['DPO'] },
  ])
  const officer = await add(admin.claims, anInput(north!.id, { roles: ['COMPLIANCE_OFFICER'] }))
  expect(officer.user.memberships.map(({ roles }) => roles)).toEqual([['COMPLIANCE_OFFICER'], ['COMPLIANCE_OFFICER']])
})

test('who may: managers in their centre, administrators in their network', async () => {
  const [own, sibling] = await scene.someCentres(2)
  const [foreign] = await scene.someCentres(1)
  const places = { own: own!, sibling: sibling!, foreign: foreign! }
  for (const caller of everyCaller(own!)) {
    for (const aim of aims) {
      const result = await add(caller.claims, anInput(places[aim].id))
      expect({ ...caller, aim, outcome: outcomeOf(result) }).toEqual({
        ...caller,
        aim,
        outcome: expected(['CENTRE_MANAGER', 'NETWORK_ADMIN'], caller, aim),
      })
    }
  }
})

test('which roles: a manager gives those of a centre, an administrator also those of the network, nobody the rest', async () => {
  const [centre] = await scene.someCentres(1)
  const ofCentre = [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SUPERVISOR',
    'CENTRE_MANAGER',
    'SAFEGUARDING_LEAD',
  ]
  const ofNetwork = ['COMPLIANCE_OFFICER', 'DPO', 'NETWORK_ADMIN', 'AUDITOR']
  const givers = { CENTRE_MANAGER: ofCentre, NETWORK_ADMIN: [...ofCentre, ...ofNetwork] }
  for (const [giver, may] of Object.entries(givers)) {
    const { claims } = await scene.somebody({ at: centre!, roles: [giver as Role] })
    for (const role of [...ofCentre, ...ofNetwork, 'CLIENT', 'PARTNER_APP', 'SYSTEM']) {
      const result = await add(claims, anInput(centre!.id, { roles: [role, 'ADVISER'] }))
      expect([giver, role, outcomeOf(result)]).toEqual([
        giver,
        role,
        may.includes(role) ? 'done' : 'ROLE_NOT_GRANTABLE',
      ])
      if (result.__typename === 'Refused') expect(result.field).toBe('roles')
    }
  }
})

test('an address that somebody has, in any spelling, is taken, and nothing was changed', async () => {
  const [centre] = await scene.someCentres(1)
  const [foreign] = await scene.someCentres(1)
  const elsewhere = await scene.somebody({ at: foreign! })
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const refused = await add(manager.claims, anInput(centre!.id, { email: elsewhere.email.toUpperCase() }))
  expect(refused).toMatchObject({ code: 'EMAIL_TAKEN', field: 'email' })
  expect(
    await scene.database.query('select count(*)::int as count from identity.membership where centre_id = $1', [
      centre!.id,
    ]),
  ).toEqual([{ count: 1 }])
})

test.each([
  ['an empty name', { name: '  ' }, 'name'],
  ['a name of 101 characters', { name: 'x'.repeat(101) }, 'name'],
  ['markup in the name', { name: '<b>Sam</b>' }, 'name'],
  ['an address that is none', { email: 'sam at example' }, 'email'],
  ['an address of 255 characters', { email: `${'x'.repeat(243)}@example.org` }, 'email'],
  ['letters for a telephone number', { telephone: 'call me' }, 'telephone'],
  ['too few digits', { telephone: '12 34' }, 'telephone'],
  ['no role', { roles: [] }, 'roles'],
  ['a centre that is no id', { centreId: 'north' }, 'centreId'],
  ['a centre of 65 characters', { centreId: 'x'.repeat(65) }, 'centreId'],
  ['an idempotency key of 201 characters', { idempotencyKey: 'x'.repeat(201) }, 'idempotencyKey'],
])('%s is refused at its field', async (_, wrong, field) => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const refused = await add(manager.claims, anInput(centre!.id, wrong))
  expect(refused).toMatchObject({
    __typename: 'Refused',
    code: 'centreId' in wrong && wrong.centreId === 'north' ? 'NOT_FOUND' : 'INVALID_INPUT',
    field,
  })
  expect(refused.message).toMatch(/[.]$|shorter one$/)
})

test('a repeat with the same key hands out the same link and adds nobody; other input with the key is refused', async () => {
  const [centre] = await scene.someCentres(1)
  const manager = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const input = anInput(centre!.id, { idempotencyKey: newId() })
  const first = await add(manager.claims, input)
  const [again, atOnce] = await Promise.all([add(manager.claims, input), add(manager.claims, input)])
  expect(again).toEqual(first)
  expect(atOnce).toEqual(first)
  expect(await add(manager.claims, { ...input, name: 'Somebody Else' })).toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  })
  expect(
    await scene.database.query('select count(*)::int as count from identity.membership where centre_id = $1', [
      centre!.id,
    ]),
  ).toEqual([{ count: 2 }])
})
