import { newId, type Claims, type Role } from '@cma/runtime'
import { fileStack, statementsDuring } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import { aPartner, aScene, type Place, type Somebody } from '../test/scene.ts'
import { everyCaller, heldForNetworks } from '../test/callers.ts'

const stack = fileStack()
const scene = stack.use(await aScene())

let north: Place, south: Place, foreign: Place
let adviser: Somebody,
  manager: Somebody,
  admin: Somebody,
  officer: Somebody,
  client: Somebody,
  southerner: Somebody,
  stranger: Somebody

beforeAll(async () => {
  ;[north, south] = (await scene.someCentres(2)) as [Place, Place]
  ;[foreign] = (await scene.someCentres(1)) as [Place]
  const at = (at: Place, roles: Role[], name: string) => scene.somebody({ at, roles, name, telephone: '01632 960 001' })
  adviser = await at(north, ['ADVISER'], 'Ada Adviser')
  manager = await at(north, ['CENTRE_MANAGER'], 'Max Manager')
  admin = await at(north, ['NETWORK_ADMIN'], 'Nell Network')
  officer = await at(north, ['COMPLIANCE_OFFICER'], 'Olu Officer')
  client = await at(north, ['CLIENT'], 'Cleo Client')
  southerner = await at(south, ['ADVISER'], 'Sol South')
  stranger = await at(foreign, ['ADVISER'], 'Stan Stranger')
})

const ask = <Data>(claims: Claims, document: string, variables?: object) =>
  scene.as(claims).ask<Data>(document, variables as Record<string, unknown>)
const seesColleagues = (role: Role, kind: string) =>
  kind === 'USER' && !['CLIENT', 'PARTNER_APP', 'SYSTEM'].includes(role)

test('viewer: the contract’s question, for a person, for one with roles in the network, for software', async () => {
  const document =
    '{ viewer { user { id name email } centres { id name } roles memberships { centre { id } roles } sessions { id } twoFactorEnabled } }'
  const viewer = async (claims: Claims) => (await ask<{ viewer: object }>(claims, document)).viewer
  expect(await viewer(adviser.claims)).toEqual({
    user: { id: adviser.id, name: 'Ada Adviser', email: adviser.email },
    centres: [{ id: north.id, name: north.name }],
    roles: ['ADVISER'],
    memberships: [{ centre: { id: north.id }, roles: ['ADVISER'] }],
    sessions: [],
    twoFactorEnabled: false,
  })
  expect(await viewer(officer.claims)).toMatchObject({
    centres: [{ id: north.id }, { id: south.id }],
    roles: ['COMPLIANCE_OFFICER'],
    memberships: [
      { centre: { id: north.id }, roles: ['COMPLIANCE_OFFICER'] },
      { centre: { id: south.id }, roles: ['COMPLIANCE_OFFICER'] },
    ],
  })
  expect(await viewer(aPartner(north))).toEqual({
    user: null,
    centres: [{ id: north.id, name: north.name }],
    roles: ['PARTNER_APP'],
    memberships: [],
    sessions: [],
    twoFactorEnabled: false,
  })
  expect(await viewer({ ...aPartner(north), sub: adviser.id })).toMatchObject({
    user: null,
    memberships: [],
    sessions: [],
  })
})

test('roles come in the order of the contract', async () => {
  const claims = {
    ...adviser.claims,
    c: { [north.id]: ['SAFEGUARDING_LEAD', 'ADVISER'] as Role[], [south.id]: ['SUPERVISOR', 'ADVISER'] as Role[] },
  }
  expect((await ask<{ viewer: object }>(claims, '{ viewer { roles } }')).viewer).toEqual({
    roles: ['ADVISER', 'SUPERVISOR', 'SAFEGUARDING_LEAD'],
  })
})

test('centres: whoever has a role sees theirs, roles in the network all of the network, nobody another network', async () => {
  for (const { role, kind, claims } of everyCaller(north)) {
    const { centres, centre, other, foreignCentre } = await ask<Record<string, unknown>>(
      claims,
      `{ centres { id } centre(id: "${north.id}") { id network { id centres { id } } } other: centre(id: "${south.id}") { id } foreignCentre: centre(id: "${foreign.id}") { id } }`,
    )
    const wide = heldForNetworks.includes(role)
    const seen = wide ? [{ id: north.id }, { id: south.id }] : [{ id: north.id }]
    expect([role, kind, centres, other, foreignCentre]).toEqual([
      role,
      kind,
      seen,
      wide ? { id: south.id } : null,
      null,
    ])
    expect(centre).toEqual({ id: north.id, network: { id: north.networkId, centres: seen } })
  }
  expect(await ask(adviser.claims, '{ centre(id: "north") { id } }')).toEqual({ centre: null })
})

test('users: staff see who works at a centre that they see; clients, software and other centres see nobody', async () => {
  for (const { role, kind, claims } of everyCaller(north)) {
    for (const place of [north, south, foreign]) {
      const sees =
        seesColleagues(role, kind) && (place === north || (place === south && heldForNetworks.includes(role)))
      const staff = {
        [north.id]: ['Ada Adviser', 'Max Manager'],
        [south.id]: ['Sol South'],
        [foreign.id]: [] as string[],
      }[place.id]!
      const { users } = await ask<{ users: { totalCount: number; edges: { node: { name: string } }[] } }>(
        claims,
        `{ users(centreId: "${place.id}") { totalCount edges { node { name } } } }`,
      )
      expect([role, kind, place.name, users.edges.map(({ node }) => node.name), users.totalCount]).toEqual([
        role,
        kind,
        place.name,
        sees ? staff : [],
        sees ? staff.length : 0,
      ])
    }
  }
})

test('user: a colleague, a client for staff, the staff for a client; nobody of another centre, no client for a client', async () => {
  const user = async (claims: Claims, { id }: { id: string }) =>
    (await ask<{ user: { name: string } | null }>(claims, `{ user(id: "${id}") { name } }`)).user?.name
  expect(await user(adviser.claims, manager)).toBe('Max Manager')
  expect(await user(adviser.claims, client)).toBe('Cleo Client')
  expect(await user(adviser.claims, officer)).toBe('Olu Officer')
  expect(await user(client.claims, adviser)).toBe('Ada Adviser')
  expect(await user(client.claims, client)).toBe('Cleo Client')
  expect(await user(aPartner(north), adviser)).toBe('Ada Adviser')
  const otherClient = await scene.somebody({ at: north, roles: ['CLIENT'], name: 'Dee Client' })
  expect(await user(client.claims, otherClient)).toBeUndefined()
  expect(await user(aPartner(north), client)).toBeUndefined()
  for (const hidden of [southerner, stranger, { id: newId() }, { id: 'nobody' }])
    expect(await user(adviser.claims, hidden)).toBeUndefined()
  expect(await user(officer.claims, southerner)).toBe('Sol South')
  expect(await user(officer.claims, stranger)).toBeUndefined()
})

test('e-mail address: the person, their managers, administrators. Telephone and memberships: colleagues', async () => {
  type Seen = { email: string | null; telephone: string | null; memberships: object[] }
  for (const { role, kind, claims } of everyCaller(north)) {
    const { user } = await ask<{ user: Seen }>(
      claims,
      `{ user(id: "${adviser.id}") { email telephone memberships { roles } } }`,
    )
    const colleague = seesColleagues(role, kind)
    expect([role, kind, user]).toEqual([
      role,
      kind,
      {
        email: kind === 'USER' && ['CENTRE_MANAGER', 'NETWORK_ADMIN'].includes(role) ? adviser.email : null,
        telephone: colleague ? '01632 960 001' : null,
        memberships: colleague ? [{ roles: ['ADVISER'] }] : [],
      },
    ])
  }
  const mine = (
    await ask<{ user: Seen }>(client.claims, `{ user(id: "${client.id}") { email telephone memberships { roles } } }`)
  ).user
  expect(mine).toEqual({ email: client.email, telephone: '01632 960 001', memberships: [{ roles: ['CLIENT'] }] })
  // A manager of the centre is nobody's manager in the network; an administrator is.
  const address = `{ user(id: "${officer.id}") { email } }`
  expect((await ask<{ user: Seen }>(manager.claims, address)).user.email).toBeNull()
  expect((await ask<{ user: Seen }>(admin.claims, address)).user.email).toBe(officer.email)
})

test('memberships of a person are shown where the viewer works too, and not elsewhere', async () => {
  const roaming = await scene.somebody({ at: north, name: 'Zoe Roaming' })
  for (const centre of [south, foreign])
    await scene.database.query(
      `insert into identity.membership (id, person_id, centre_id, roles) values ($1, $2, $3, '{SUPERVISOR}')`,
      [newId(), roaming.id, centre.id],
    )
  const document = `{ user(id: "${roaming.id}") { memberships { centre { id } roles } } }`
  expect(await ask(adviser.claims, document)).toEqual({
    user: { memberships: [{ centre: { id: north.id }, roles: ['ADVISER'] }] },
  })
  expect(await ask(southerner.claims, document)).toEqual({
    user: { memberships: [{ centre: { id: south.id }, roles: ['SUPERVISOR'] }] },
  })
  await scene.database.query('update identity.membership set ended_at = now() where person_id = $1', [roaming.id])
})

test('references from other domains: as many as asked in one statement a type, null for what the viewer may not know', async () => {
  const [centre] = await scene.someCentres(1)
  const people = await Promise.all(
    Array.from({ length: 12 }, (_, index) => scene.somebody({ at: centre!, name: `Person ${index}` })),
  )
  const representations = (count: number) => [
    ...people.slice(0, count).map(({ id }) => ({ __typename: 'User', id })),
    { __typename: 'User', id: stranger.id },
    { __typename: 'Centre', id: centre!.id },
    { __typename: 'Centre', id: foreign.id },
    { __typename: 'Network', id: centre!.networkId },
    { __typename: 'Network', id: foreign.networkId },
  ]
  const document =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { id name telephone email memberships { roles centre { name network { name } } } } ... on Centre { id name } ... on Network { id name } } }'
  const boss = await scene.somebody({ at: centre!, roles: ['CENTRE_MANAGER'] })
  const counted = async (count: number) =>
    statementsDuring(
      () =>
        ask<{ _entities: ({ id: string } | null)[] }>(boss.claims, document, {
          representations: representations(count),
        }),
      { role: 'identity_app' },
    )
  const [few, many] = [await counted(2), await counted(12)]
  expect(many.answer._entities.map((entity) => entity?.id ?? null)).toEqual([
    ...people.map(({ id }) => id),
    null,
    centre!.id,
    null,
    centre!.networkId,
    null,
  ])
  expect(many.statements.length).toBe(few.statements.length)
  expect(many.statements.length).toBeLessThanOrEqual(6)

  const names =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { name } } }'
  const plain = await statementsDuring(
    () => ask(people[0]!.claims, names, { representations: people.map(({ id }) => ({ __typename: 'User', id })) }),
    { role: 'identity_app' },
  )
  expect(plain.statements).toHaveLength(1)
})

test('without a token there is no answer', async () => {
  const response = await fetch(scene.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ centres { id } }' }),
  })
  expect(response.status).toBe(401)
})
