import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endLeftoverPostgres, startPostgres, type Postgres } from '@cma/local/postgres'
import { isAlive } from '@cma/local/processes'
import { endLeftoverRedis } from '@cma/local/redis'
import { migrateTemplate } from './migrate-template.ts'
import { copyWithOwners, digestOf, keptFolder, testCache } from './test-cache.ts'

// Tests may lose everything at a power cut; they need speed.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' }

export type TestCluster = { postgres: Postgres; folder: string; dispose(): Promise<void> }

/**
 * A PostgreSQL server for one run of vitest, with the database `template` migrated. The migrated cluster is
 * kept, under a digest of all migrations, and copied: 0.3 s where migrating takes seconds.
 */
export async function startTestCluster(): Promise<TestCluster> {
  await removeLeftovers()
  const migrated = await keptFolder(
    'cluster',
    digestOf('prisma/**/*.{sql,prisma,ts}', 'platform/testing/src/migrate-template.ts'),
    migrateInto,
  )
  const folder = join(testCache, `run-${process.pid}-${randomUUID().slice(0, 8)}`)
  const dataDir = join(folder, 'postgres')
  copyWithOwners(join(migrated, 'postgres'), dataDir)
  const postgres = await startPostgres({ dataDir, settings })
  return {
    postgres,
    folder,
    async dispose() {
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function migrateInto(folder: string): Promise<void> {
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings })
  try {
    await migrateTemplate(postgres.url)
  } finally {
    await postgres.stop()
  }
}

/** What runs that were killed left behind: servers and folders. */
async function removeLeftovers(): Promise<void> {
  mkdirSync(testCache, { recursive: true })
  for (const name of readdirSync(testCache)) {
    const pid = Number(/^(?:run|new)-(\d+)/.exec(name)?.[1])
    if (!pid || isAlive(pid)) continue
    for (const server of readdirSync(join(testCache, name))) {
      await endLeftoverPostgres(join(testCache, name, server))
      await endLeftoverRedis(join(testCache, name, server))
    }
    rmSync(join(testCache, name), { recursive: true, force: true })
  }
}
