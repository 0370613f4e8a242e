// Brings a database up to date: roles, schemas, every domain's migrations. The same code runs on a fresh machine,
// in tests, in CI and as a Kubernetes Job; it needs neither Prisma's CLI nor a download.
//   SUPERUSER_DATABASE_URL=... ROLE_PASSWORDS='{"cases_app": "...", ...}' node prisma/migrate.ts
import pg from 'pg'
import { applyMigrations } from './apply-migrations.ts'
import { bootstrapRoles, bootstrapSchemas } from './bootstrap/bootstrap.ts'
import { parseEnvironment } from './environment.ts'
import { domains, type RolePasswords } from './roles.ts'

export { domains, loginRoles, urlForRole, type Domain, type LoginRole, type RolePasswords } from './roles.ts'
export { migrationsOf } from './apply-migrations.ts'

export type MigrateOptions = {
  /** `postgresql://`, of a role that may create roles, and of the database to migrate. */
  superuserUrl: string
  /** One for each role that signs in; set anew on every run, so that a changed one takes effect. */
  passwords: RolePasswords
  /** Told about each applied migration. Default: silent. */
  log?: (line: string) => void
}

/**
 * Idempotent, and safe to run from several processes at once: an advisory lock lets one go first, and the others
 * find nothing left to do.
 * @returns the migrations applied by this run, as `<domain>/<name>`
 */
export async function migrate({ superuserUrl, passwords, log = () => {} }: MigrateOptions): Promise<string[]> {
  await bootstrapRoles(superuserUrl, passwords)
  const superuser = new pg.Client({ connectionString: superuserUrl, application_name: 'cma-migrate' })
  await superuser.connect()
  try {
    await superuser.query(`select pg_advisory_lock(hashtext('cma migrate'))`)
    await bootstrapSchemas(superuser)
    const applied: string[] = []
    for (const domain of domains) {
      for (const name of await applyMigrations(superuser, domain)) {
        applied.push(`${domain}/${name}`)
        log(`applied ${domain}/${name}`)
      }
    }
    return applied
  } finally {
    await superuser.end() // also lets go of the lock
  }
}

if (import.meta.main) {
  const environment = parseEnvironment(process.env)
  const applied = await migrate({
    superuserUrl: environment.SUPERUSER_DATABASE_URL,
    passwords: environment.ROLE_PASSWORDS,
    log: console.log,
  })
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied ${applied.length} migrations.`)
}
