import { createHash, randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endLeftoverPostgres, startPostgres, type Postgres } from '@cma/local/postgres'
import { isAlive } from '@cma/local/processes'
import { endLeftoverRedis } from '@cma/local/redis'
import { migrateTemplate } from './migrate-template.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const cache = join(root, '.cache/testing')

// Tests may lose everything at a power cut; they need speed.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' }

export type TestCluster = { postgres: Postgres; folder: string; dispose(): Promise<void> }

/**
 * A PostgreSQL server for one run of vitest, with the database `template` migrated. The migrated cluster is
 * kept in .cache, under a digest of all migrations, and copied: 0.3 s where migrating takes seconds.
 */
export async function startTestCluster(): Promise<TestCluster> {
  await removeLeftovers()
  const migrated = await migratedCluster()
  const folder = join(cache, `run-${process.pid}-${randomUUID().slice(0, 8)}`)
  copyCluster(migrated, join(folder, 'postgres'))
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings })
  return {
    postgres,
    folder,
    async dispose() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function migratedCluster(): Promise<string> {
  const target = join(cache, `cluster-${digestOf(join(root, 'prisma'))}`)
  if (existsSync(target)) return target
  const fresh = join(cache, `new-${process.pid}`)
  mkdirSync(fresh, { recursive: true })
  const postgres = await startPostgres({ dataDir: join(fresh, 'postgres'), settings })
  try {
    await migrateTemplate(postgres.url)
  } catch (error) {
    await postgres.stop()
    rmSync(fresh, { recursive: true })
    throw error
  }
  await postgres.stop()
  try {
    renameSync(join(fresh, 'postgres'), target)
  } catch {
    // another run of vitest was quicker, and made the same
  }
  rmSync(fresh, { recursive: true, force: true })
  return target
}

/** Changes when any migration, slice or the runner changes. */
function digestOf(folder: string): string {
  const digest = createHash('sha256')
  // Not by readdir's own recursion, which follows the links of node_modules in circles.
  const files = globSync('**/*.{sql,prisma,ts}', {
    cwd: folder,
    exclude: (name) => name === 'node_modules' || name.endsWith('.test.ts'),
  })
  for (const file of files.sort()) digest.update(file).update(readFileSync(join(folder, file)))
  digest.update(readFileSync(new URL('./migrate-template.ts', import.meta.url)))
  return digest.digest('hex').slice(0, 16)
}

const fullPath = (entry: { parentPath: string; name: string }) => join(entry.parentPath, entry.name)

// A copy belongs to whoever makes it; PostgreSQL insists on the owner, who is not root.
function copyCluster(from: string, to: string): void {
  cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  chmodSync(to, 0o700)
  const { uid, gid } = lstatSync(from)
  if (process.getuid?.() !== 0 || uid === 0) return
  chownSync(to, uid, gid)
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) chownSync(fullPath(entry), uid, gid)
}

/** What runs that were killed left behind: servers and folders. */
async function removeLeftovers(): Promise<void> {
  mkdirSync(cache, { recursive: true })
  for (const name of readdirSync(cache)) {
    const pid = Number(/^(?:run|new)-(\d+)/.exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    for (const server of readdirSync(join(cache, name))) {
      await endLeftoverPostgres(join(cache, name, server))
      await endLeftoverRedis(join(cache, name, server))
    }
    rmSync(join(cache, name), { recursive: true, force: true })
  }
  writeFileSync(join(cache, 'README'), 'Databases of tests. May be deleted when no test runs.\n')
}
