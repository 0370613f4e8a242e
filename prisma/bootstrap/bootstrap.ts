import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { loginRoles, type RolePasswords } from '../roles.ts'

const script = (name: string) => readFile(new URL(`./${name}.sql`, import.meta.url), 'utf8')

/**
 * Makes the cluster's roles, with their passwords. Roles belong to the cluster, so the lock that keeps two of
 * these apart must too: it is taken in the maintenance database, whichever database is being migrated.
 */
export async function bootstrapRoles(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  const url = new URL(superuserUrl)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.toString(), application_name: 'cma-bootstrap' })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`select pg_advisory_xact_lock(hashtext('cma bootstrap'))`)
    await client.query(await script('roles'))
    for (const role of loginRoles) {
      await client.query(`alter role ${role} login password ${client.escapeLiteral(passwords[role])}`)
    }
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** Makes the schemas of this database and the row-level-security context, `app`. */
export async function bootstrapSchemas(superuser: pg.Client): Promise<void> {
  await superuser.query('begin')
  await superuser.query(await script('schemas'))
  await superuser.query(await script('context'))
  const { database } = superuser
  for (const role of loginRoles) {
    await superuser.query(`grant connect on database ${superuser.escapeIdentifier(database!)} to ${role}`)
  }
  await superuser.query('commit')
}
