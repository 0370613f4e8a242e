import { newId, roles } from '@cma/runtime'
import { fileStack } from '@cma/testing'
import pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { everyCaller, heldForNetworks } from '../test/callers.ts'
import { aScene, password, type Place, type Somebody } from '../test/scene.ts'

// The net under the policies: what the database itself lets through, asked past all of our code.
const stack = fileStack()
const scene = stack.use(await aScene())
const app = new pg.Pool({ connectionString: scene.database.urlAs('identity_app'), max: 1 })
stack.defer(() => app.end())

type Claims = Somebody['claims']

/** Runs statements as the role of the service, with the caller entered, and takes everything back. */
async function as<Answer>(
  claims: Claims | undefined,
  work: (query: (sql: string, values?: unknown[]) => Promise<pg.QueryResult>) => Promise<Answer>,
): Promise<Answer> {
  const client = await app.connect()
  try {
    await client.query('begin; set local search_path = identity')
    if (claims)
      await client.query('select app.enter($1, $2, $3)', [
        claims.kind,
        claims.sub,
        JSON.stringify({ c: claims.c, n: claims.n }),
      ])
    return await work((sql, values) => client.query(sql, values))
  } finally {
    await client.query('rollback')
    client.release()
  }
}

const ids = async (claims: Claims | undefined, table: string, column = 'id') =>
  as(
    claims,
    async (query) =>
      new Set((await query(`select ${column} as id from ${table}`)).rows.map(({ id }: { id: string }) => id)),
  )

let north: Place, south: Place, foreign: Place
let adviser: Somebody, client: Somebody, southerner: Somebody, officer: Somebody, stranger: Somebody

beforeAll(async () => {
  ;[north, south] = (await scene.someCentres(2)) as [Place, Place]
  ;[foreign] = (await scene.someCentres(1)) as [Place]
  adviser = await scene.somebody({ at: north, password })
  client = await scene.somebody({ at: north, roles: ['CLIENT'] })
  southerner = await scene.somebody({ at: south, password })
  officer = await scene.somebody({ at: north, roles: ['DPO'] })
  stranger = await scene.somebody({ at: foreign, roles: ['ADVISER', 'DPO'], password })
  for (const { id } of [adviser, stranger]) {
    await scene.database.query(
      `insert into identity.two_factor (id, person_id, secret, backup_codes) values ($1, $2, 'x', 'x')`,
      [newId(), id],
    )
    await scene.database.query(
      `insert into identity.set_password_link (id, person_id, token_hash, expires_at) values ($1, $2, $3, now())`,
      [newId(), id, Buffer.from(id)],
    )
    await scene.database.query(
      `insert into identity.idempotency_key (actor_id, command, key, result) values ($1, 'x', 'x', '{}')`,
      [id],
    )
  }
})

test('every table is under forced row security, has rows here, and shows none of them to nobody', async () => {
  const tables = await scene.database.query<{ name: string; forced: boolean; enabled: boolean; policies: number }>(
    `select c.relname as name, c.relforcerowsecurity as forced, c.relrowsecurity as enabled, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
     from pg_class c where c.relnamespace = 'identity'::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'`,
  )
  expect(tables.map(({ name }) => name).sort()).toEqual([
    'centre',
    'credential',
    'idempotency_key',
    'membership',
    'network',
    'network_membership',
    'person',
    'set_password_link',
    'two_factor',
  ])
  for (const { name, forced, enabled, policies } of tables) {
    expect({ name, forced, enabled, guarded: policies > 0 }).toEqual({
      name,
      forced: true,
      enabled: true,
      guarded: true,
    })
    expect((await scene.database.query(`select 1 from identity.${name}`)).length, name).toBeGreaterThan(0)
    expect(await as(undefined, async (query) => (await query(`select 1 from ${name}`)).rowCount), name).toBe(0)
  }
})

test('each role sees centres, memberships and people of its own centre or network, and nothing of another network', async () => {
  for (const { role, kind, claims } of everyCaller(north)) {
    const wide = heldForNetworks.includes(role)
    const staff = !['CLIENT', 'PARTNER_APP', 'SYSTEM'].includes(role)
    expect([role, kind, await ids(claims, 'centre')]).toEqual([
      role,
      kind,
      new Set(wide ? [north.id, south.id] : [north.id]),
    ])
    expect([role, kind, await ids(claims, 'network')]).toEqual([role, kind, new Set([north.networkId])])
    const people = [adviser.id, officer.id, ...(staff ? [client.id] : []), ...(wide ? [southerner.id] : [])]
    expect([role, kind, await ids(claims, 'person')]).toEqual([role, kind, new Set(people)])
    expect([role, kind, await ids(claims, 'membership', 'person_id')]).toEqual([
      role,
      kind,
      new Set(people.filter((id) => id !== officer.id)),
    ])
    expect([role, kind, await ids(claims, 'network_membership', 'person_id')]).toEqual([
      role,
      kind,
      new Set([officer.id]),
    ])
  }
})

test('hashes, secrets and links are shown to no role, not even one’s own', async () => {
  for (const { claims } of [...everyCaller(north), { claims: adviser.claims }, { claims: stranger.claims }])
    for (const table of ['credential', 'two_factor', 'set_password_link'])
      expect((await ids(claims, table)).size, table).toBe(0)
  expect(await ids(adviser.claims, 'idempotency_key', 'actor_id')).toEqual(new Set([adviser.id]))
})

test('each role writes what its commands write, at its own centre, and no more', async () => {
  const refused = (error: { code?: string }) => error.code === '42501'
  for (const { role, claims } of everyCaller(north).filter(({ kind }) => kind === 'USER')) {
    const manages = ['CENTRE_MANAGER', 'NETWORK_ADMIN'].includes(role)
    const administers = role === 'NETWORK_ADMIN'
    const attempt = (sql: string, values: unknown[]) =>
      as(claims, (query) => query(sql, values)).then(
        ({ rowCount }) => rowCount! > 0,
        (error: { code?: string }) => (refused(error) ? false : Promise.reject(error as Error)),
      )
    const tries: [what: string, may: boolean, sql: string, values: unknown[]][] = [
      ['describe the own centre', manages, `update centre set name = 'x' where id = $1`, [north.id]],
      ['describe another network’s centre', false, `update centre set name = 'x' where id = $1`, [foreign.id]],
      ['move a centre away', false, `update centre set network_id = $2 where id = $1`, [north.id, foreign.networkId]],
      [
        'open a centre',
        false,
        `insert into centre (id, network_id, name) values ($1, $2, 'x')`,
        [newId(), north.networkId],
      ],
      ['rename the network', false, `update network set name = 'x' where id = $1`, [north.networkId]],
      [
        'begin a membership',
        manages,
        `insert into membership (id, person_id, centre_id, roles) values ($1, $2, $3, '{ADVISER}')`,
        [newId(), southerner.id, north.id],
      ],
      [
        'begin one elsewhere',
        false,
        `insert into membership (id, person_id, centre_id, roles) values ($1, $2, $3, '{ADVISER}')`,
        [newId(), adviser.id, foreign.id],
      ],
      ['change a membership', manages, `update membership set roles = '{ADVISER}' where person_id = $1`, [adviser.id]],
      ['change one elsewhere', false, `update membership set roles = '{ADVISER}' where person_id = $1`, [stranger.id]],
      [
        'move a membership elsewhere',
        false,
        `update membership set centre_id = $2 where person_id = $1`,
        [adviser.id, foreign.id],
      ],
      [
        'give a role of the network',
        administers,
        `insert into network_membership (id, person_id, network_id, roles) values ($1, $2, $3, '{DPO}')`,
        [newId(), adviser.id, north.networkId],
      ],
      [
        'give one of another network',
        false,
        `insert into network_membership (id, person_id, network_id, roles) values ($1, $2, $3, '{DPO}')`,
        [newId(), adviser.id, foreign.networkId],
      ],
      [
        'add a person',
        manages,
        `insert into person (id, name, email) values ($1, 'x', $2)`,
        [newId(), `${newId()}@example.org`],
      ],
      ['close an account', administers, `update person set active = false where id = $1`, [adviser.id]],
      ['close a stranger’s account', false, `update person set active = false where id = $1`, [stranger.id]],
      ['change a password', false, `update credential set password = 'x' where person_id = $1`, [adviser.id]],
      [
        'add a password',
        false,
        `insert into credential (id, person_id, provider_id, account_id) values ($1, $2, 'x', 'x')`,
        [newId(), adviser.id],
      ],
      ['remove an authenticator', false, `delete from two_factor where person_id = $1`, [adviser.id]],
      [
        'hand out a link',
        manages,
        `insert into set_password_link (id, person_id, token_hash, expires_at) values ($1, $2, $3, now())`,
        [newId(), adviser.id, Buffer.from(newId())],
      ],
      [
        'write another’s idempotency key',
        false,
        `update idempotency_key set result = '{}' where actor_id = $1`,
        [stranger.id],
      ],
      [
        'sign the ledger with another’s name',
        false,
        `insert into audit.event (id, occurred_at, actor_kind, actor_id, action, entities, facts) values ($1, now(), 'USER', $2, 'identity.user.added', '[]', '{}')`,
        [newId(), stranger.id],
      ],
    ]
    for (const [what, may, sql, values] of tries)
      expect([role, what, await attempt(sql, values)]).toEqual([role, what, may])
  }
})

test('nobody deletes people, centres or memberships, and nobody changes tables', async () => {
  for (const sql of [
    'delete from person',
    'delete from centre',
    'delete from membership',
    'delete from network',
    'truncate person',
    'alter table person add column x int',
    'drop policy "read" on person',
    'alter table person no force row level security',
  ])
    await expect(
      as(adviser.claims, (query) => query(sql)),
      sql,
    ).rejects.toMatchObject({ code: '42501' })
})

test('a new centre is known to row security at once, with its network', async () => {
  const rows = await scene.database.query('select id, network_id from app.centre where id = any ($1) order by id', [
    [north.id, foreign.id],
  ])
  expect(rows).toEqual(
    [
      { id: north.id, network_id: north.networkId },
      { id: foreign.id, network_id: foreign.networkId },
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
  )
  expect(roles).toHaveLength(13) // the walk above is over all of them
})
