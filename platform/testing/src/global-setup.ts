import { ensureKeys, type Keys } from '@cma/local/keys'
import type { TestProject } from 'vitest/node'
import { startTestCluster } from './test-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the superuser, on the run's PostgreSQL server. */
    postgresUrl: string
    /** Where servers of this run may put their files; removed at its end. */
    runFolder: string
    /** Keys of this run, as npm start makes them. */
    keys: Keys
  }
}

/** One PostgreSQL server for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startTestCluster()
  project.provide('postgresUrl', cluster.postgres.url)
  project.provide('runFolder', cluster.folder)
  project.provide('keys', ensureKeys(cluster.folder))
  return cluster.dispose
}
