import { loginRoles, migrate, type LoginRole, type RolePasswords } from '@cma/prisma'
import pg from 'pg'

/** The migrated database of which every test file gets a copy. */
export const templateDatabase = 'template_cma'

/** Of every role on the server of a test run, which lives as long as the run and listens on 127.0.0.1 only. */
export const rolePasswords = Object.fromEntries(
  loginRoles.map((role) => [role, 'only-for-a-test-run']),
) as RolePasswords

export type { LoginRole }

export async function migrateTemplate(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  await client.query(`create database ${templateDatabase}`)
  await client.end()
  const url = new URL(superuserUrl)
  url.pathname = templateDatabase
  await migrate({ superuserUrl: url.href, passwords: rolePasswords })
}
