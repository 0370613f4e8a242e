import { newId, roles as allRoles, type Role } from '@cma/runtime'
import { aCentre, fileStack } from '@cma/testing'
import pg from 'pg'
import { expect, test } from 'vitest'
import { aCompliance, command } from './testing/a-compliance.ts'

// The net under the policies, tried with SQL as the role that the subgraph runs as.

const stack = fileStack()
const compliance = stack.use(await aCompliance())
const { database, centre, openCase, tell, someone } = compliance
const elsewhere = await aCentre(database)
const work = await openCase({ at: '2026-01-05T09:00:00Z' })
await tell(work.noted('SAFEGUARDING'), work.appointment('attended', { startsAt: '2026-01-06T09:00:00Z' }))
await command('recordEvidence', someone(['ADVISER']), {
  ...work.item('C8-04'),
  kind: 'NOTE',
  note: 'Payslips',
  idempotencyKey: newId(),
})

const client = new pg.Client({ connectionString: database.urlAs('compliance_app') })
await client.connect()
stack.defer(() => client.end())

async function inContext<T>(
  grants: { c?: Record<string, string[]>; n?: Record<string, string[]> } | undefined,
  run: () => Promise<T>,
  actor = { kind: 'USER', id: newId() },
): Promise<T> {
  await client.query('begin')
  try {
    if (grants) await client.query('select app.enter($1, $2, $3)', [actor.kind, actor.id, JSON.stringify(grants)])
    return await run()
  } finally {
    await client.query('rollback')
  }
}

const tables = await database.query<{ name: string; centre: boolean; forced: boolean }>(
  `select c.relname name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'centre_id') centre, c.relforcerowsecurity and c.relrowsecurity forced
     from pg_class c where c.relnamespace = 'compliance'::regnamespace and c.relkind = 'r' order by 1`,
)
const ofACentre = tables.filter((table) => table.centre).map((table) => table.name)
const forTheEngine = ['alert_feed', 'restricted_case', 'matter_fact']
/** Read by fewer than those who read cases, and by parties: tried through the door, in deadlines.test.ts, dashboard/dashboard.test.ts and registers/register-permissions.test.ts. */
const forFewer = [
  'completion_snapshot',
  'complaint',
  'data_breach',
  'file_review',
  'file_review_action',
  'matter_clock',
  'staff_fact',
  'subject_access_request',
]
const count = async (table: string) => Number((await client.query(`select count(*) n from ${table}`)).rows[0].n)
const readers: Role[] = [
  'ADVISER',
  'TRAINEE_ADVISER',
  'VOLUNTEER_SUPPORT',
  'SUPERVISOR',
  'CENTRE_MANAGER',
  'SAFEGUARDING_LEAD',
  'COMPLIANCE_OFFICER',
  'DPO',
  'AUDITOR',
]

test('every table with a centre has row security forced, and so do the keys of requests', () => {
  expect(ofACentre).toEqual([
    'alert',
    'alert_feed',
    'alert_step',
    'appointment_fact',
    'case_anchor',
    'case_checklist',
    'case_checklist_item',
    'case_fact',
    'complaint',
    'completion_snapshot',
    'data_breach',
    'evidence',
    'file_review',
    'file_review_action',
    'matter_clock',
    'matter_fact',
    'restricted_case',
    'staff_fact',
    'subject_access_request',
  ])
  expect(tables.filter((table) => table.forced).map((table) => table.name)).toEqual(
    [...ofACentre, 'alert_preference', 'idempotency_key'].sort(),
  )
})

test.each(allRoles)('%s sees rows of their own centre, or none', async (role) => {
  for (const table of ofACentre.filter((name) => !forTheEngine.includes(name) && !forFewer.includes(name))) {
    const own = await inContext({ c: { [centre.id]: [role] } }, () => count(table))
    const network = await inContext({ n: { [centre.networkId]: [role] } }, () => count(table))
    const other = await inContext({ c: { [elsewhere.id]: [role] } }, () => count(table))
    const should = table.startsWith('alert')
      ? ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER', 'AUDITOR'].includes(role)
      : readers.includes(role)
    expect([table, own > 0, network > 0, other]).toEqual([table, should, should, 0])
  }
  for (const table of forTheEngine)
    await expect(inContext({ c: { [centre.id]: [role] } }, () => count(table))).rejects.toThrow(/permission denied/)
})

test.each(ofACentre.filter((name) => !forTheEngine.includes(name)))(
  'without a context %s is empty, and a centre named by hand does not help',
  async (table) => {
    expect(await inContext(undefined, () => count(table))).toBe(0)
    expect(await inContext({}, () => count(table))).toBe(0)
  },
)

test.each(['case_checklist', 'case_checklist_item', 'evidence'])(
  '%s is changed by caseworkers and officers of the centre only',
  async (table) => {
    const column = {
      case_checklist: 'updated_at = now()',
      case_checklist_item: 'applies = applies',
      evidence: `withdrawn_at = withdrawn_at`,
    }[table]
    for (const role of allRoles) {
      const change = (at: string) =>
        inContext({ c: { [at]: [role] } }, async () => (await client.query(`update ${table} set ${column}`)).rowCount)
      const writes = ['ADVISER', 'TRAINEE_ADVISER', 'SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER'].includes(role)
      expect([role, (await change(centre.id))! > 0, await change(elsewhere.id)]).toEqual([role, writes, 0])
    }
  },
)

test('nobody writes into another centre', async () => {
  const insert = () =>
    client.query(
      `insert into evidence (id, case_checklist_item_id, case_id, centre_id, kind, note, recorded_at, recorded_by) values ($1, $2, $3, $4, 'NOTE', 'x', now(), $5)`,
      [newId(), work.item('C8-04').itemId, work.caseId, centre.id, newId()],
    )
  await expect(inContext({ c: { [elsewhere.id]: ['CENTRE_MANAGER'] } }, insert)).rejects.toThrow(/row-level security/)
  await expect(inContext({ c: { [centre.id]: ['AUDITOR'] } }, insert)).rejects.toThrow(/row-level security/)
})

test.each([
  ['facts of cases', `update case_fact set adviser_id = null`],
  ['evidence, once recorded', `update evidence set note = 'other'`],
  ['evidence, by taking it away', `delete from evidence`],
  ['an alert', `insert into alert (id) values (gen_random_uuid())`],
  ['whom an alert is for', `update alert set recipient_roles = '{ADVISER}'`],
  ['who handles the matter of an alert', `update alert set handler_id = null`],
  ['what has happened to an alert', `update alert_step set comment = 'x'`],
  ['reference data', `update checklist_item set weight = 1`],
  ["the engine's place in the ledger", `update engine_cursor set last_sequence = 0`],
  ['tables', `alter table alert add column more text`],
])('the service cannot change %s', async (_, sql) => {
  await expect(
    inContext({ c: { [centre.id]: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'] } }, () => client.query(sql)),
  ).rejects.toThrow(/permission denied|must be owner/)
})

test("nobody signs a step of an alert with another's name, or on an alert of others", async () => {
  const [alert] = await database.query<{ id: string }>(
    `select id from compliance.alert where code = 'SAFEGUARDING_DISCLOSURE'`,
  )
  const step = (byId: string) =>
    client.query(
      `insert into alert_step (id, alert_id, centre_id, kind, at, by_id) values ($1, $2, $3, 'ACKNOWLEDGED', now(), $4)`,
      [newId(), alert!.id, centre.id, byId],
    )
  const manager = newId()
  await expect(
    inContext({ c: { [centre.id]: ['CENTRE_MANAGER'] } }, () => step(newId()), { kind: 'USER', id: manager }),
  ).rejects.toThrow(/row-level security/)
  await expect(
    inContext({ c: { [centre.id]: ['ADVISER'] } }, () => step(manager), { kind: 'USER', id: manager }),
  ).rejects.toThrow(/row-level security/)
  await inContext({ c: { [centre.id]: ['CENTRE_MANAGER'] } }, () => step(manager), { kind: 'USER', id: manager })
})

test('a request key is seen by whoever sent it', async () => {
  expect(await inContext({ c: { [centre.id]: ['ADVISER'] } }, () => count('idempotency_key'))).toBe(0)
})

test('preferences are read and written by the person alone', async () => {
  const [me, other] = [newId(), newId()]
  const insert = (userId: string) =>
    client.query(`insert into alert_preference (user_id, updated_at) values ($1, now())`, [userId])
  const grants = { c: { [centre.id]: ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'] } }
  await database.query(`insert into compliance.alert_preference (user_id, updated_at) values ($1, now())`, [other])
  await inContext(
    grants,
    async () => {
      await insert(me)
      expect((await client.query(`select user_id from alert_preference`)).rows).toEqual([{ user_id: me }])
      expect((await client.query(`update alert_preference set sound = true`)).rowCount).toBe(1)
    },
    { kind: 'USER', id: me },
  )
  await expect(inContext(grants, () => insert(other), { kind: 'USER', id: me })).rejects.toThrow(/row-level security/)
  await expect(inContext(grants, () => insert(me), { kind: 'PARTNER', id: me })).rejects.toThrow(/row-level security/)
  expect(await inContext(undefined, () => count('alert_preference'))).toBe(0)
})

test('counts of open alerts are for those who oversee the centre', async () => {
  const counts = (role: string, at = centre.id) =>
    inContext(
      { c: { [at]: [role] } },
      async () => (await client.query(`select * from open_alert_counts($1)`, [centre.id])).rows,
    )
  for (const role of ['SUPERVISOR', 'CENTRE_MANAGER', 'COMPLIANCE_OFFICER', 'AUDITOR'])
    expect(await counts(role)).not.toEqual([])
  for (const role of ['ADVISER', 'CLIENT', 'NETWORK_ADMIN', 'SAFEGUARDING_LEAD']) expect(await counts(role)).toEqual([])
  expect(await counts('CENTRE_MANAGER', elsewhere.id)).toEqual([])
})
