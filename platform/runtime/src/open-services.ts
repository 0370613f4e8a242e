import pg from 'pg'
import { createCentreDirectory } from './centre-directory.ts'
import { systemClock, type Clock } from './clock.ts'
import type { SubgraphEnvironment } from './environment.ts'
import { createFieldEncryption } from './field-encryption.ts'
import { readJson } from './identity-token.ts'
import { createLanes } from './lanes.ts'
import { createLogger, type Logger } from './logger.ts'
import { openPorts, type Ports } from './ports.ts'
import { createResultChanges } from './result-changes.ts'
import type { Services } from './services.ts'
import { countStatement } from './statement-count.ts'
import type { Subgraph } from './subgraph.ts'

export type ServiceOptions = {
  /** Those of the process, when it hosts several subgraphs; else opened from REDIS_URL. */
  ports?: Ports
  clock?: Clock
  logger?: Logger
}

export type OpenServices<Db> = Services<Db> & { healthy(): Promise<boolean>; close(): Promise<void> }

export async function openServices<Db>(
  subgraph: Pick<Subgraph<Db, unknown>, 'name' | 'createClient'>,
  environment: SubgraphEnvironment,
  options: ServiceOptions = {},
): Promise<OpenServices<Db>> {
  const { clock = systemClock } = options
  const logger = options.logger ?? createLogger({ name: subgraph.name, level: environment.LOG_LEVEL })
  const encryption = createFieldEncryption(await readJson(environment.FIELD_KEYS))
  const ports = options.ports ?? openPorts(environment.REDIS_URL, logger)
  const pool = new pg.Pool({
    connectionString: environment.DATABASE_URL,
    max: 2,
    connectionTimeoutMillis: 2_000,
    application_name: subgraph.name,
  })
  pool.on('error', () => logger.warn('an idle database connection was lost'))
  const lanes = createLanes({
    url: environment.DATABASE_URL,
    schema: subgraph.name,
    createClient: subgraph.createClient,
    size: environment.DATABASE_LANES,
    onStatement: countStatement,
  })
  const centres = await createCentreDirectory(pool, ports.nudges)
  const changes = createResultChanges({ results: ports.results, subgraph: subgraph.name, logger })
  changes.renewAll() // this code may answer otherwise than the one before
  return {
    environment,
    logger,
    clock,
    lanes,
    pool,
    keyValue: ports.keyValue,
    nudges: ports.nudges,
    changes,
    encryption,
    centres,
    async healthy() {
      const database = pool.query('select 1').then(
        () => true,
        () => false,
      )
      const answers = await Promise.all([database, ports.healthy()])
      return answers.every(Boolean)
    },
    async close() {
      centres.close()
      changes.close()
      await lanes.close()
      await pool.end()
      if (!options.ports) await ports.close()
    },
  }
}
