import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { newId, roles } from '@cma/runtime'
import { aCentre, aViewer, fileStack, startSubgraph, type Client, type TestSubgraph } from '@cma/testing'
import { beforeAll, expect, test } from 'vitest'
import { aSealerConnection, anAppender } from '../test/appending.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { sealBatch } from './seal.ts'
import { subgraph } from './subgraph.ts'

const stack = fileStack()
let audit: TestSubgraph<PrismaClient>
beforeAll(async () => {
  audit = stack.use(await startSubgraph(subgraph))
})

const begin = `mutation ($input: ExportTrailInput!) { exportTrail(input: $input) { __typename ... on TrailExport { id count whole } ... on Refused { code message field } } }`
const page = `query ($export: ID!, $first: Int, $after: Int) { exportedEvents(export: $export, first: $first, after: $after) { next events { sequence hash sealed } } }`
type Begun = { exportTrail: { id: string; count: number; whole: boolean; code?: string; field?: string } }
type Line = { sequence: number; hash: string; sealed: string }
type Page = { exportedEvents: { next: number | null; events: Line[] } }

const anOfficer = async () => {
  const centre = await aCentre(audit.database)
  return { centre, officer: aViewer({ throughNetwork: centre, roles: ['COMPLIANCE_OFFICER'] }) }
}

async function someEvents(centreId: string, count: number): Promise<string> {
  const entityId = newId()
  await using appender = await anAppender(audit.database, { centreId })
  for (let at = 0; at < count; at += 1) await appender.append({ entityId, facts: { at, name: 'ü"\\' } })
  const sealer = await aSealerConnection(audit.database)
  await sealBatch(sealer)
  await sealer.end()
  return entityId
}

async function exported(who: Client, input: object, size = 2): Promise<{ begun: Begun['exportTrail']; lines: Line[] }> {
  const { exportTrail } = await who.ask<Begun>(begin, { input })
  const lines: Line[] = []
  for (let after: number | null = 0; after !== null;) {
    const { exportedEvents }: Page = await who.ask<Page>(page, { export: exportTrail.id, first: size, after })
    lines.push(...exportedEvents.events)
    after = exportedEvents.next
  }
  return { begun: exportTrail, lines }
}

/** Runs the program of the guide on the export, as somebody else would. */
async function verified(lines: Line[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'export-'))
  try {
    const guide = await readFile(new URL('../../../docs/verify-an-export.md', import.meta.url), 'utf8')
    await writeFile(join(folder, 'verify.mjs'), /```js\n([\s\S]+?)```/.exec(guide)![1]!)
    await writeFile(join(folder, 'export.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const run = promisify(execFile)(process.execPath, ['verify.mjs', 'export.ndjson'], { cwd: folder })
    return await run.then(
      ({ stdout }) => stdout,
      ({ stdout }: { stdout: string }) => stdout,
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('an export can be tested with the program of the guide alone, and is itself in the trail', async () => {
  const { centre, officer } = await anOfficer()
  const entity = await someEvents(centre.id, 5)
  const { begun, lines } = await exported(audit.as(officer), { entity })
  expect(begun).toMatchObject({ count: 5 })
  expect(lines).toHaveLength(5)
  expect(await verified(lines)).toMatch(/^5 events are as they were sealed/)
  const changed = lines.with(2, {
    ...lines[2]!,
    sealed: lines[2]!.sealed.replace('cases.note.added', 'cases.note.amended'),
  })
  expect(await verified(changed)).toMatch(/NOT as it was sealed: event \d+ was changed/)
  const [record] = await audit.database.query<{ actor_id: string; facts: object; entities: object[] }>(
    `select actor_id, facts, entities from audit.event where id = $1`,
    [begun.id],
  )
  expect(record).toMatchObject({
    actor_id: officer.sub,
    facts: { entity, count: 5 },
    entities: [{ type: 'Trail', id: entity }],
  })
})

test('a filtered export holds what the trail shows, and nothing that came later', async () => {
  const { centre, officer } = await anOfficer()
  const entity = await someEvents(centre.id, 2)
  const who = audit.as(officer)
  expect((await exported(who, { entity, filter: { groups: ['WORK'] } })).lines).toEqual([])
  const { exportTrail } = await who.ask<Begun>(begin, { input: { entity, filter: { groups: ['NOTES'] } } })
  await someEvents(centre.id, 1)
  const { exportedEvents } = await who.ask<Page>(page, { export: exportTrail.id })
  expect(exportedEvents.events).toHaveLength(2)
})

test('is for officers, data protection and auditors, of their own centres', async () => {
  const { centre } = await anOfficer()
  const entity = await someEvents(centre.id, 2)
  const elsewhere = await aCentre(audit.database)
  for (const role of roles.filter((one) => one !== 'SYSTEM')) {
    const kind = role === 'PARTNER_APP' ? 'PARTNER' : 'USER'
    const { exportTrail } = await audit
      .as(aViewer({ at: centre, roles: [role], kind }))
      .ask<Begun>(begin, { input: { entity, filter: { groups: ['NOTES'] } } })
    const allowed = ['COMPLIANCE_OFFICER', 'DPO', 'AUDITOR'].includes(role)
    expect([role, exportTrail.code ?? exportTrail.count]).toEqual([role, allowed ? 2 : 'NOT_ALLOWED'])
  }
  const auditor = audit.as(aViewer({ at: elsewhere, roles: ['AUDITOR'] }))
  expect((await exported(auditor, { entity, filter: { groups: ['NOTES'] } })).lines).toEqual([])
})

test('an export is read by whoever began it, within the hour', async () => {
  const { centre, officer } = await anOfficer()
  const entity = await someEvents(centre.id, 1)
  const { begun } = await exported(audit.as(officer), { entity })
  const code = async (viewer: typeof officer, id = begun.id, first?: number) =>
    (await audit.as(viewer).send(page, { export: id, first })).errors?.[0]?.extensions?.code
  expect(await code(officer)).toBeUndefined()
  expect(await code(aViewer({ throughNetwork: centre, roles: ['AUDITOR'] }))).toBe('FORBIDDEN')
  expect(await code({ ...officer, n: {}, c: { [centre.id]: ['ADVISER'] } })).toBe('FORBIDDEN')
  expect(await code(officer, newId())).toBe('FORBIDDEN')
  expect(await code(officer, 'none')).toBe('FORBIDDEN')
  expect(await code(officer, begun.id, 501)).toBe('BAD_USER_INPUT')
  await audit.database.query(
    `set session_replication_role = replica; update audit.event set occurred_at = occurred_at - interval '61 minutes' where id = '${begun.id}'; set session_replication_role = origin`,
  )
  expect(await code(officer)).toBe('FORBIDDEN')
})

test.each([
  [{ entity: 'none' }, 'entity'],
  [{ filter: { actorId: 'somebody' } }, 'filter.actorId'],
])('refuses %j and records nothing', async (input, field) => {
  const { officer } = await anOfficer()
  const { exportTrail } = await audit.as(officer).ask<Begun>(begin, { input })
  expect(exportTrail).toMatchObject({ code: 'INVALID_INPUT', field })
  expect(await audit.database.query('select from audit.event where actor_id = $1', [officer.sub])).toEqual([])
})
