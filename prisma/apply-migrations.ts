import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import type { Domain } from './roles.ts'

type Migration = { name: string; sql: string; checksum: string }

// Prisma's own bookkeeping, column for column, so that its CLI can take over at any time.
const bookkeeping = `create table if not exists "_prisma_migrations" (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`

/** The migrations of a domain in their order, from prisma/<domain>/migrations/<timestamp>_<name>/migration.sql. */
export async function migrationsOf(domain: Domain): Promise<Migration[]> {
  const folder = new URL(`./${domain}/migrations/`, import.meta.url)
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(new URL(`${name}/migration.sql`, folder))
      return { name, sql: bytes.toString(), checksum: createHash('sha256').update(bytes).digest('hex') }
    }),
  )
}

/**
 * Applies what is missing, each migration in a transaction of its own as the domain's migrator.
 * Refuses to go on when an applied migration was changed since, or is gone.
 * @returns the names of the migrations that it applied
 */
export async function applyMigrations(superuser: pg.Client, domain: Domain): Promise<string[]> {
  const migrations = await migrationsOf(domain)
  const applied = await inSchema(superuser, domain, async () => {
    await superuser.query(bookkeeping)
    return superuser.query<{ migration_name: string; checksum: string }>(
      `select migration_name, checksum from "_prisma_migrations" where finished_at is not null and rolled_back_at is null order by started_at`,
    )
  })
  for (const row of applied.rows) {
    const migration = migrations.find(({ name }) => name === row.migration_name)
    if (!migration)
      throw new Error(`${domain}: migration ${row.migration_name} is applied to the database, but its file is gone`)
    if (migration.checksum !== row.checksum) {
      throw new Error(
        `${domain}: migration ${row.migration_name} was changed after it was applied. Restore it and add a new one; for a database that may be thrown away, delete the data folder and start again`,
      )
    }
  }
  const missing = migrations.filter(({ name }) => !applied.rows.some((row) => row.migration_name === name))
  for (const migration of missing) {
    await inSchema(superuser, domain, async () => {
      await superuser.query(migration.sql)
      await superuser.query(
        `insert into "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) values ($1, $2, $3, now(), clock_timestamp(), 1)`,
        [randomUUID(), migration.checksum, migration.name],
      )
    }).catch((error: Error & { position?: string }) => {
      throw new Error(
        `${domain}: migration ${migration.name} failed${lineOf(migration.sql, error.position)}: ${error.message}`,
        { cause: error },
      )
    })
  }
  return missing.map(({ name }) => name)
}

async function inSchema<T>(superuser: pg.Client, domain: Domain, run: () => Promise<T>): Promise<T> {
  await superuser.query(`begin; set local role ${domain}_migrator; set local search_path = ${domain}, public`)
  try {
    const result = await run()
    await superuser.query('commit')
    return result
  } catch (error) {
    await superuser.query('rollback')
    throw error
  }
}

function lineOf(sql: string, position: string | undefined): string {
  return position === undefined ? '' : ` at line ${sql.slice(0, Number(position)).split('\n').length}`
}
