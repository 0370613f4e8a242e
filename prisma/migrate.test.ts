import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { domains, loginRoles, migrate, migrationsOf, urlForRole, type RolePasswords } from './migrate.ts'
import { rolePasswords } from '../platform/testing/src/migrate-template.ts'

/** An empty database. Roles belong to the cluster, whose tests all use these passwords. */
async function anEmptyDatabase(): Promise<{ url: string; query: (sql: string) => Promise<pg.QueryResult> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const server = new pg.Client({ connectionString: inject('postgresUrl') })
  await server.connect()
  await server.query(`create database ${name}`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = name
  onTestFinished(async () => {
    await server.query(`drop database ${name} with (force)`)
    await server.end()
  })
  const query = async (sql: string) => {
    const client = new pg.Client({ connectionString: url.href })
    await client.connect()
    try {
      return await client.query(sql)
    } finally {
      await client.end()
    }
  }
  return { url: url.href, query }
}

const run = (superuserUrl: string, passwords: RolePasswords = rolePasswords) => migrate({ superuserUrl, passwords })

test('four processes at once bring an empty database up to date, each migration applied by one of them; then there is nothing to do', async () => {
  const { url } = await anEmptyDatabase()
  const expected = (
    await Promise.all(
      domains.map(async (domain) => (await migrationsOf(domain)).map(({ name }) => `${domain}/${name}`)),
    )
  ).flat()
  expect(expected.length).toBeGreaterThanOrEqual(domains.length)
  const applied = await Promise.all([run(url), run(url), run(url), run(url)])
  expect(applied.flat()).toEqual(expected)
  expect(await run(url)).toEqual([])
})

test("keeps Prisma's bookkeeping, each domain its own", async () => {
  const { url, query } = await anEmptyDatabase()
  await run(url)
  for (const domain of domains) {
    const { rows } = await query(
      `select migration_name as name, checksum, finished_at is not null as finished, rolled_back_at, applied_steps_count from ${domain}._prisma_migrations order by started_at`,
    )
    const migrations = await migrationsOf(domain)
    expect(rows).toEqual(
      migrations.map(({ name, checksum }) => ({
        name,
        checksum,
        finished: true,
        rolled_back_at: null,
        applied_steps_count: 1,
      })),
    )
  }
})

test('refuses to go on when an applied migration was changed or is gone', async () => {
  const { url, query } = await anEmptyDatabase()
  await run(url)
  await query(`update cases._prisma_migrations set checksum = repeat('0', 64)`)
  await expect(run(url)).rejects.toThrow(/cases: migration \S+ was changed after it was applied/)
  await query(`update cases._prisma_migrations set migration_name = '20200101000000_gone'`)
  await expect(run(url)).rejects.toThrow(/20200101000000_gone is applied to the database, but its file is gone/)
})

test('the roles that sign in can, and the owners cannot', async () => {
  const { url } = await anEmptyDatabase()
  await run(url)
  for (const role of loginRoles) {
    const client = new pg.Client({ connectionString: urlForRole(url, role, rolePasswords) })
    await client.connect()
    await expect(client.query('create table mine (id integer)'), role).rejects.toThrow(/permission denied|no schema/)
    await client.end()
  }
  const owner = new URL(url)
  owner.username = 'cases_migrator'
  await expect(new pg.Client({ connectionString: owner.href }).connect()).rejects.toThrow()
})
