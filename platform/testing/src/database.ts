import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import pg from 'pg'
import { urlForRole, type LoginRole } from '@cma/prisma'
import { rolePasswords, templateDatabase } from './migrate-template.ts'

export type TestDatabase = AsyncDisposable & {
  name: string
  /** The address for the superuser. */
  url: string
  /** The address for one of the services' roles. */
  urlAs(role: LoginRole): string
  /** Asks as the superuser, who sees all rows: for looking behind the scenes and for setting a scene. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>
}

/** A database of its own for a test file: a copy of the migrated template, empty but for its seeds. */
export async function aDatabase(): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const server = inject('postgresUrl')
  await asSuperuser(server, `create database ${name} template ${templateDatabase}`)
  const url = withDatabase(server, name)
  const pool = new pg.Pool({ connectionString: url, max: 2, allowExitOnIdle: true })
  pool.on('error', () => {}) // an idle connection that the end of the server closes
  return {
    name,
    url,
    urlAs: (role) => urlForRole(url, role, rolePasswords),
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    async [Symbol.asyncDispose]() {
      await pool.end()
      await asSuperuser(server, `drop database if exists ${name} with (force)`)
    },
  }
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server)
  url.pathname = database
  return url.href
}

async function asSuperuser(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
