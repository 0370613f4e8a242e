import { newId } from '@cma/runtime'
import { aCase, aNote, aViewer, fileStack, type TestCentre } from '@cma/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { holderOf, startCases } from '../test/start-cases.ts'
import { targetOf } from '../test/targets.ts'

// What the database gives and takes as the role of the subgraph, whatever the application would ask of it.

const stack = fileStack()
const cases = stack.use(await startCases())
const { database } = cases
const client = new pg.Client({ connectionString: database.urlAs('cases_app') })
await client.connect()
stack.defer(() => client.end())

type Claims = ReturnType<typeof aViewer>

/** Runs SQL in a transaction entered as the viewer, and rolls it back. */
async function as<Row extends pg.QueryResultRow>(
  viewer: Claims | undefined,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  await client.query('begin')
  try {
    if (viewer)
      await client.query('select app.enter($1, $2, $3)', [
        viewer.kind,
        viewer.sub,
        JSON.stringify({ c: viewer.c, n: viewer.n }),
      ])
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.query('rollback')
  }
}
const failure = (viewer: Claims | undefined, sql: string, values: unknown[] = []) =>
  as(viewer, sql, values).then(
    () => 'done',
    (error: pg.DatabaseError) => error.code,
  )

const denied = '42501'

async function aFullCentre() {
  const centre = await cases.aCentre()
  const manager = holderOf('CENTRE_MANAGER', centre)
  const theCase = await aCase(database, { centre, adviser: manager })
  for (const mutation of [
    'recordEmergency',
    'addNote',
    'addTask',
    'bookAppointment',
    'saveNoteTemplate',
    'recordAddress',
    'recordContactPoint',
    'recordHouseholdMember',
    'recordSensitiveDetails',
    'restrictCase',
    'draftBreathingSpace',
    'addBreathingSpaceDebt',
    'recordCreditorReviewRequest',
    'recordPointOfContactAsked',
    'recordConsent',
    'recordAuthority',
    'recordVulnerability',
    'recordOutcome',
  ]) {
    const { input } = await targetOf(cases, mutation, { centre, stage: 'FACT_FIND', adviser: manager })
    const outcome = await cases.command(manager, mutation, { ...input, idempotencyKey: `full-${mutation}` })
    if (outcome.code) throw new Error(`${mutation}: ${outcome.code}`)
  }
  const adviser = holderOf('ADVISER', centre)
  const { theCase: hidden, input } = await targetOf(cases, 'breakGlass', { centre, stage: 'FACT_FIND' })
  const opened = await cases.command(adviser, 'breakGlass', input)
  if (opened.code) throw new Error(`breakGlass: ${opened.code}`)
  await database.query(
    `insert into cases.restricted_view (case_id, user_id, hour, centre_id) values ($1, $2, date_trunc('hour', now()), $3)`,
    [hidden.id, adviser.sub, centre.id],
  )
  return { centre, manager, theCase }
}

const one = await aFullCentre()
const other = await aFullCentre()
const tables = await database.query<{ name: string; hasCentre: boolean }>(
  `select tablename as name, exists (select from information_schema.columns where table_schema = 'cases' and table_name = tablename and column_name = 'centre_id') as "hasCentre"
   from pg_tables where schemaname = 'cases' and tablename <> '_prisma_migrations'`,
)
const ofCentres = tables.filter(({ hasCentre }) => hasCentre).map(({ name }) => name)

test('row-level security is forced on every table', async () => {
  expect(tables.length).toBeGreaterThanOrEqual(16)
  const loose = await database.query(
    `select relname from pg_class where relnamespace = 'cases'::regnamespace and relkind = 'r' and relname <> '_prisma_migrations' and not (relrowsecurity and relforcerowsecurity)`,
  )
  expect(loose).toEqual([])
})

test.for(ofCentres)(
  '%s shows only the rows of one’s own centres, and none to who may not read cases',
  async (table) => {
    const centresSeen = async (viewer: Claims | undefined) =>
      (await as<{ centre_id: string }>(viewer, `select distinct centre_id from cases.${table}`)).map(
        ({ centre_id }) => centre_id,
      )
    expect(
      await database.query(`select from cases.${table} where centre_id = $1`, [other.centre.id]),
      'the table is empty, so this would prove nothing',
    ).not.toEqual([])
    expect(await centresSeen(one.manager)).toEqual([one.centre.id])
    expect(await centresSeen(undefined)).toEqual([])
    for (const role of ['NETWORK_ADMIN', 'CLIENT', 'PARTNER_APP'] as const)
      expect([role, await centresSeen(holderOf(role, one.centre))]).toEqual([role, []])
    expect(await centresSeen(aViewer({ at: one.centre, roles: ['CENTRE_MANAGER'], kind: 'PARTNER' }))).toEqual([])
  },
)

test.for(ofCentres)('%s takes no rows for another centre, and gives none up', async (table) => {
  const [row] = await database.query<Record<string, unknown>>(
    `select to_jsonb(t) as row from cases.${table} t where centre_id = $1`,
    [other.centre.id],
  )
  const copy = {
    ...(row!['row'] as object),
    ...('id' in (row!['row'] as object) ? { id: newId() } : {}),
    ...(table === 'note_version' ? { version: 99, reason: 'x' } : {}),
  }
  const insert = (viewer: Claims) =>
    failure(viewer, `insert into cases.${table} select * from jsonb_populate_record(null::cases.${table}, $1)`, [
      JSON.stringify(copy),
    ])
  expect(await insert(one.manager)).toBe(denied)
  for (const role of ['AUDITOR', 'DPO', 'NETWORK_ADMIN'] as const)
    expect([role, await insert(holderOf(role, other.centre))]).toEqual([role, denied])
  expect(await failure(one.manager, `delete from cases.${table}`)).toBe(denied)
  expect(await failure(one.manager, `truncate cases.${table}`)).toBe(denied)
  const mine = await as<{ moved: number }>(
    one.manager,
    `with moved as (update cases.${table} set centre_id = centre_id where centre_id = $1 returning 1) select count(*)::int as moved from moved`,
    [other.centre.id],
  ).catch((error: pg.DatabaseError) => error.code)
  expect([denied, [{ moved: 0 }]]).toContainEqual(mine)
})

test('a row can’t be taken to another centre, nor hung below another centre’s case', async () => {
  const both = {
    ...one.manager,
    c: { [one.centre.id]: ['CENTRE_MANAGER' as const], [other.centre.id]: ['CENTRE_MANAGER' as const] },
  }
  expect(
    await failure(one.manager, `update cases.client set centre_id = $1 where centre_id = $2`, [
      other.centre.id,
      one.centre.id,
    ]),
  ).toBe(denied)
  expect(
    await failure(
      both,
      `insert into cases.task (id, case_id, centre_id, title, created_at, created_by_id) values ($1, $2, $3, 'x', now(), $1)`,
      [newId(), other.theCase.id, one.centre.id],
    ),
  ).toBe('23503')
})

test('versions and transitions are never changed, and of a note only what its follow-up needs', async () => {
  for (const sql of [
    `update cases.note_version set body = 'x'`,
    `update cases.stage_transition set reason = 'x'`,
    `update cases.note set author_id = centre_id`,
    `update cases.note set restriction = 'NONE'`,
    `update cases.note set visibility = 'CENTRE'`,
  ]) {
    expect([sql, await failure(one.manager, sql)]).toEqual([sql, denied])
  }
  expect(await failure(one.manager, `create table cases.mine (id int)`)).toBe(denied)
  expect(await failure(one.manager, `select * from cases._prisma_migrations`)).toBe(denied)
})

// Written apart from the migration and from policies.ts.
const mayRead = {
  SAFEGUARDING: ['CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'],
  VULNERABILITY: ['SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD', 'COMPLIANCE_OFFICER'],
} as const

test.for(Object.entries(mayRead))(
  'the text of a %s note comes only to those who may read it',
  async ([category, readers]) => {
    const centre = await cases.aCentre()
    const author = holderOf('VOLUNTEER_SUPPORT', centre)
    const note = await aNote(database, {
      on: await aCase(database, { centre }),
      category,
      author,
      body: 'In confidence',
    })
    const read = (viewer: Claims) =>
      as<{ body: string }>(viewer, 'select body from cases.note_version where note_id = $1', [note.id])
    expect(await read(author)).toEqual([{ body: 'In confidence' }])
    for (const role of [
      'ADVISER',
      'TRAINEE_ADVISER',
      'VOLUNTEER_SUPPORT',
      'SUPERVISOR',
      'CENTRE_MANAGER',
      'SAFEGUARDING_LEAD',
      'COMPLIANCE_OFFICER',
      'DPO',
      'AUDITOR',
      'NETWORK_ADMIN',
      'CLIENT',
      'PARTNER_APP',
    ] as const) {
      const rows = await read(holderOf(role, centre))
      expect([role, rows.length]).toEqual([role, (readers as readonly string[]).includes(role) ? 1 : 0])
    }
    // The role counts where the note is, not somewhere else.
    expect(
      await read({
        ...holderOf('ADVISER', centre),
        c: { [centre.id]: ['ADVISER'], [one.centre.id]: ['CENTRE_MANAGER'] },
      }),
    ).toEqual([])
    // The same person, once they no longer work there.
    expect(await read({ ...author, c: { [one.centre.id]: ['CENTRE_MANAGER'] } })).toEqual([])
  },
)

test('nobody signs a version with another’s name, or gives it a restriction that its note doesn’t have', async () => {
  const [version] = await database.query<{ row: object }>(
    `select to_jsonb(v) as row from cases.note_version v where centre_id = $1`,
    [one.centre.id],
  )
  const insert = (patch: object) =>
    failure(
      one.manager,
      `insert into cases.note_version select * from jsonb_populate_record(null::cases.note_version, $1)`,
      [JSON.stringify({ ...version!.row, version: 2, reason: 'x', ...patch })],
    )
  expect(await insert({})).toBe('done')
  expect(await insert({ written_by_id: newId() })).toBe(denied)
  expect(await insert({ restriction: 'COMPLIANCE' })).toBe('23503')
  expect(await insert({ category: 'SAFEGUARDING' })).toBe('23514')
})

test('encrypted details come to supervisor, manager and the adviser of the case alone', async () => {
  const centre = await cases.aCentre()
  const adviser = holderOf('ADVISER', centre)
  const theCase = await aCase(database, { centre, adviser })
  await cases.command(adviser, 'recordSensitiveDetails', {
    clientId: theCase.client.id,
    nationalInsuranceNumber: 'QQ123456C',
  })
  const read = async (viewer: Claims) =>
    (await as(viewer, 'select 1 from cases.sensitive_details where client_id = $1', [theCase.client.id])).length
  expect(await read(adviser)).toBe(1)
  for (const role of ['SUPERVISOR', 'CENTRE_MANAGER'] as const)
    expect([role, await read(holderOf(role, centre))]).toEqual([role, 1])
  for (const role of [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'SAFEGUARDING_LEAD',
    'COMPLIANCE_OFFICER',
    'DPO',
    'AUDITOR',
    'NETWORK_ADMIN',
    'CLIENT',
    'PARTNER_APP',
  ] as const) {
    expect([role, await read(holderOf(role, centre))]).toEqual([role, 0])
  }
  expect(await read(holderOf('CENTRE_MANAGER', one.centre))).toBe(0)
})

test('a vulnerability comes to those who answer for the client, and who recorded it, alone', async () => {
  const centre = await cases.aCentre()
  const adviser = holderOf('ADVISER', centre)
  const author = holderOf('VOLUNTEER_SUPPORT', centre)
  const theCase = await aCase(database, { centre, adviser })
  const made = await cases.command(author, 'recordVulnerability', {
    caseId: theCase.id,
    driver: 'HEALTH',
    indicator: 'In confidence',
  })
  const read = async (viewer: Claims) =>
    (await as(viewer, 'select 1 from cases.vulnerability_record where id = $1', [made.id])).length
  const change = async (viewer: Claims) =>
    (await as(viewer, 'update cases.vulnerability_record set ended_at = now() where id = $1 returning 1', [made.id]))
      .length
  expect([await read(adviser), await change(adviser)]).toEqual([1, 1])
  expect([await read(author), await change(author)]).toEqual([1, 0])
  const changers = ['SUPERVISOR', 'CENTRE_MANAGER', 'SAFEGUARDING_LEAD'] as const
  for (const role of changers) {
    const viewer = holderOf(role, centre)
    expect([role, await read(viewer), await change(viewer)]).toEqual([role, 1, 1])
  }
  expect(await read(holderOf('COMPLIANCE_OFFICER', centre))).toBe(1)
  expect(await change(holderOf('COMPLIANCE_OFFICER', centre))).toBe(0)
  for (const role of [
    'ADVISER',
    'TRAINEE_ADVISER',
    'VOLUNTEER_SUPPORT',
    'DPO',
    'AUDITOR',
    'NETWORK_ADMIN',
    'CLIENT',
    'PARTNER_APP',
  ] as const) {
    const viewer = holderOf(role, centre)
    expect([role, await read(viewer), await change(viewer)]).toEqual([role, 0, 0])
  }
  expect(await read(holderOf('CENTRE_MANAGER', one.centre))).toBe(0)
})

test('search as the owner of the tables gives nothing of another centre', async () => {
  const search = (viewer: Claims | undefined) =>
    as<{ id: string }>(viewer, `select cases.find_cases('{example}') as id`)
  const [inOne, inOther] = await Promise.all(
    [one, other].map(async ({ centre }: { centre: TestCentre }) =>
      (await database.query<{ id: string }>('select id from cases.case_file where centre_id = $1', [centre.id])).map(
        ({ id }) => id,
      ),
    ),
  )
  const found = (await search(one.manager)).map(({ id }) => id)
  expect(found.toSorted()).toEqual(inOne!.toSorted())
  expect(found.filter((id) => inOther!.includes(id))).toEqual([])
  expect(await search(undefined)).toEqual([])
  expect(await search(holderOf('NETWORK_ADMIN', one.centre))).toEqual([])
})

test('keys of commands are their sender’s own', async () => {
  expect(await as(one.manager, 'select 1 from cases.idempotency_key where actor_id <> $1', [one.manager.sub])).toEqual(
    [],
  )
  expect((await as(one.manager, 'select 1 from cases.idempotency_key')).length).toBeGreaterThan(0)
})
