// Walks every table of every schema as every role, and proves that no row of another centre is seen or written.
// It reads the catalogue, so a new table is walked without being named here; one that is not protected has to be.
import { randomUUID } from 'node:crypto'
import { aCentre, aDatabase, fileStack, type TestDatabase } from '../platform/testing/src/index.ts'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { columnsQuery, insertAny, type Column } from './any-row.ts'
import { domains, loginRoles, type LoginRole } from './roles.ts'

/** Tables that hold nothing of a centre or a person, with the reason. Everything else has forced row security. */
const open: Record<string, string> = {
  'audit.chain_head': 'the end of the chain: a number and a hash',
  'audit.verification': 'how far the chain was verified',
  'compliance.framework': 'reference data',
  'compliance.checklist': 'reference data',
  'compliance.checklist_item': 'reference data',
  'compliance.bank_holiday': 'reference data',
  'compliance.engine_cursor': 'how far the engine has read the ledger: a number',
}

/** Roles that work for all centres: they see rows without a viewer, in these schemas. */
const engines: Partial<Record<LoginRole, string[]>> = {
  audit_sealer: ['audit'],
  compliance_engine: ['compliance', 'audit'],
}

/** Owners that read a table inside a function that is security definer and asks for the viewer's roles itself, or answers with a place in an order alone. */
const ownersThatRead = [
  'compliance.alert',
  'compliance.alert_feed',
  'cases.case_file',
  'cases.case_restriction',
  'compliance.restricted_case',
  'cases.case_access',
]

/** Where the column that names the centre has another name. */
const centreColumns: Record<string, string> = { 'identity.centre': 'id' }

const allRoles = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'NETWORK_ADMIN',
  'AUDITOR',
]

type Table = {
  name: string
  schema: string
  centreColumn: string | undefined
  columns: Column[]
  enabled: boolean
  forced: boolean
}
type Rights = { select: Set<string>; insert: Set<string>; update: Set<string>; delete: boolean }

const stack = fileStack()
let database: TestDatabase
let tables: Table[]
let mine: string
let theirs: string

beforeAll(async () => {
  database = stack.use(await aDatabase())
  tables = await readTables()
  mine = (await aCentre(database)).id
  theirs = (await aCentre(database)).id
  await fill()
})

async function readTables(): Promise<Table[]> {
  const rows = await database.query<{ schema: string; name: string; enabled: boolean; forced: boolean }>(
    `select n.nspname as schema, n.nspname || '.' || c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname = any($1) and c.relname <> '_prisma_migrations' order by 2`,
    [[...domains]],
  )
  return Promise.all(
    rows.map(async (row) => {
      const columns = await database.query<Column>(columnsQuery, [row.name])
      const centreColumn = centreColumns[row.name] ?? columns.find(({ name }) => name === 'centre_id')?.name
      return { ...row, columns, centreColumn }
    }),
  )
}

/** A row of either centre in every table. Checks, keys and triggers are about meaning, which the rows here have none of. */
async function fill(): Promise<void> {
  const checks = await database.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop from pg_constraint
     where contype = 'c' and connamespace::regnamespace::text = any($1)`,
    [[...domains]],
  )
  for (const { drop } of checks) await database.query(drop)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query('set session_replication_role = replica')
  for (const { name, columns, centreColumn } of tables) {
    for (const centre of centreColumn === undefined ? [mine] : [mine, theirs]) {
      const { text, values } = insertAny(name, columns, centreColumn === undefined ? {} : { [centreColumn]: centre })
      await client.query(`${text} on conflict do nothing`, values)
    }
  }
  await client.end()
}

async function rightsOf(role: string, table: Table): Promise<Rights> {
  const may = async (right: string) => {
    const rows = await database.query<{ name: string }>(
      `select a.attname as name from pg_attribute a where a.attrelid = $2::regclass and a.attnum > 0 and not a.attisdropped
       and has_schema_privilege($1, $4, 'usage') and has_column_privilege($1, a.attrelid, a.attnum, $3)`,
      [role, table.name, right, table.schema],
    )
    return new Set(rows.map(({ name }) => name))
  }
  const [deletes] = await database.query<{ may: boolean }>(
    `select has_table_privilege($1, $2, 'delete') and has_schema_privilege($1, $3, 'usage') as may`,
    [role, table.name, table.schema],
  )
  return { select: await may('select'), insert: await may('insert'), update: await may('update'), delete: deletes!.may }
}

/** A transaction as the role that leaves nothing behind; with the context of a member of the first centre, or none. */
async function as<T>(
  role: LoginRole,
  context: 'member' | 'nobody',
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: database.urlAs(role) })
  await client.connect()
  try {
    await client.query('begin')
    if (context === 'member')
      await client.query('select app.enter($1, $2, $3)', [
        'USER',
        randomUUID(),
        JSON.stringify({ c: { [mine]: allRoles } }),
      ])
    return await work(client)
  } finally {
    await client.end()
  }
}

const count = async (client: pg.Client, table: string, where = 'true', values: unknown[] = []) =>
  Number((await client.query<{ n: string }>(`select count(*) as n from ${table} where ${where}`, values)).rows[0]!.n)

/** Fails with the code of row security and not for another reason. */
async function refusedByRowSecurity(client: pg.Client, sql: string, values: unknown[]): Promise<string | undefined> {
  await client.query('savepoint before')
  const outcome = await client.query(sql, values).then(
    ({ rowCount }) => (rowCount === 0 ? undefined : 'was accepted'),
    (error: Error & { code?: string }) =>
      error.code === '42501' && /row-level security/.test(error.message)
        ? undefined
        : `failed for another reason: ${error.message}`,
  )
  await client.query('rollback to savepoint before')
  return outcome
}

test('the walk finds the tables of every domain, and rows of both centres in them', async () => {
  for (const domain of domains)
    expect(
      tables.filter(({ schema, centreColumn }) => schema === domain && centreColumn !== undefined),
      domain,
    ).not.toEqual([])
  expect(tables.length).toBeGreaterThan(25)
  for (const { name, centreColumn } of tables) {
    if (centreColumn === undefined) continue
    const rows = await database.query<{ centre: string }>(`select distinct ${centreColumn} as centre from ${name}`)
    expect(rows.map(({ centre }) => centre).sort(), name).toEqual([mine, theirs].sort())
  }
})

test('every table has forced row security, but those that are listed as open', () => {
  expect(
    tables
      .filter(({ enabled, forced }) => !enabled || !forced)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(Object.keys(open).sort())
  expect(tables.filter(({ name, centreColumn }) => name in open && centreColumn !== undefined)).toEqual([])
})

test('no open table refers to one that belongs to a centre', async () => {
  const references = await database.query<{ from: string; to: string }>(
    `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint where contype = 'f'`,
  )
  expect(references.filter(({ from, to }) => from in open && !(to in open))).toEqual([])
})

test('no role that signs in can step around row security, and views ask as their caller', async () => {
  const roles = await database.query<{ rolname: string }>(
    `select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
    [[...loginRoles]],
  )
  expect(roles).toEqual([])
  const owned = await database.query(
    `select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_roles r on r.oid = c.relowner where n.nspname = any($1) and r.rolname = any($2)`,
    [[...domains], [...loginRoles]],
  )
  expect(owned).toEqual([])
  const views = await database.query<{ name: string; options: string[] | null }>(
    `select c.oid::regclass::text as name, c.reloptions as options from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and n.nspname = any($1)`,
    [[...domains]],
  )
  expect(views.map(({ name }) => name)).toContain('audit.sealed_event')
  expect(views.filter(({ options }) => !options?.includes('security_invoker=true'))).toEqual([])
})

test('no app role can change a table', async () => {
  for (const role of loginRoles) {
    for (const domain of domains) {
      const [{ may }] = (await database.query<{ may: boolean }>(
        `select has_schema_privilege($1, $2, 'create') as may`,
        [role, domain],
      )) as [{ may: boolean }]
      expect(may, `${role} in ${domain}`).toBe(false)
    }
  }
})

test('an owner sees no row, since row security is forced', async () => {
  let walked = 0
  for (const { name, schema, enabled } of tables) {
    if (!enabled) continue
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(`set role ${schema}_migrator`)
    expect(await count(client, name), name).toBe(ownersThatRead.includes(name) ? 2 : 0)
    await client.end()
    walked += 1
  }
  expect(walked).toBeGreaterThan(20)
})

describe.each(loginRoles)('%s', (role) => {
  const isEngineOf = ({ schema }: Table) => engines[role]?.includes(schema) ?? false

  test('reaches only its own schema and what it may append to the ledger', async () => {
    const own = [role.split('_')[0]!, ...(engines[role] ?? [])]
    for (const table of tables.filter(({ schema }) => !own.includes(schema))) {
      const rights = await rightsOf(role, table)
      expect({ table: table.name, ...rights, insert: table.name === 'audit.event' ? null : rights.insert }).toEqual({
        table: table.name,
        select: new Set(),
        insert: table.name === 'audit.event' ? null : new Set(),
        update: new Set(),
        delete: false,
      })
    }
  })

  test('sees and changes nothing without a viewer', async () => {
    let walked = 0
    for (const table of tables.filter(({ name, enabled }) => enabled && !(name in open))) {
      const rights = await rightsOf(role, table)
      if (rights.select.size + rights.insert.size + rights.update.size === 0 || isEngineOf(table)) continue
      await as(role, 'nobody', async (client) => {
        if (rights.select.size > 0) expect(await count(client, table.name), table.name).toBe(0)
        if (rights.insert.size > 0) {
          const { text, values } = insertAny(
            table.name,
            table.columns,
            table.centreColumn === undefined ? {} : { [table.centreColumn]: mine },
            rights.insert,
          )
          expect(await refusedByRowSecurity(client, text, values), `insert into ${table.name}`).toBeUndefined()
        }
        for (const column of [...rights.update].slice(0, 1)) {
          expect(
            await refusedByRowSecurity(client, `update ${table.name} set "${column}" = "${column}"`, []),
            `update ${table.name}`,
          ).toBeUndefined()
        }
        if (rights.delete)
          expect(
            await refusedByRowSecurity(client, `delete from ${table.name}`, []),
            `delete from ${table.name}`,
          ).toBeUndefined()
      })
      walked += 1
    }
    expect(walked).toBeGreaterThan(engines[role] ? -1 : 0)
  })

  test('as a member with every role at one centre: sees, adds, changes and removes no row of another', async () => {
    let walked = 0
    let seen = 0
    for (const table of tables) {
      const { centreColumn } = table
      if (centreColumn === undefined || isEngineOf(table)) continue
      const rights = await rightsOf(role, table)
      if (rights.select.size + rights.insert.size + rights.update.size === 0) continue
      await as(role, 'member', async (client) => {
        if (rights.select.has(centreColumn)) {
          expect(await count(client, table.name, `"${centreColumn}" = $1`, [theirs]), table.name).toBe(0)
          seen += await count(client, table.name, `"${centreColumn}" = $1`, [mine])
        }
        if (rights.insert.size > 0) {
          const { text, values } = insertAny(table.name, table.columns, { [centreColumn]: theirs }, rights.insert)
          expect(await refusedByRowSecurity(client, text, values), `insert into ${table.name}`).toBeUndefined()
        }
        for (const column of [...rights.update].slice(0, 1)) {
          expect(
            await refusedByRowSecurity(
              client,
              `update ${table.name} set "${column}" = "${column}" where "${centreColumn}" = $1`,
              [theirs],
            ),
            `update ${table.name}`,
          ).toBeUndefined()
        }
        if (rights.update.has(centreColumn) && table.name !== 'identity.centre') {
          expect(
            await refusedByRowSecurity(
              client,
              `update ${table.name} set "${centreColumn}" = $1 where "${centreColumn}" = $2`,
              [theirs, mine],
            ),
            `move a row of ${table.name}`,
          ).toBeUndefined()
        }
        if (rights.delete)
          expect(
            await refusedByRowSecurity(client, `delete from ${table.name} where "${centreColumn}" = $1`, [theirs]),
            `delete from ${table.name}`,
          ).toBeUndefined()
      })
      walked += 1
    }
    if (engines[role]) return
    expect(walked).toBeGreaterThan(0)
    // Where nothing at all is seen, "no row of another" says nothing.
    expect(seen).toBeGreaterThan(0)
  })
})
