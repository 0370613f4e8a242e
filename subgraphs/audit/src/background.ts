import pg from 'pg'
import type { Background, Services } from '@cma/runtime'
import { startSealer } from './sealer.ts'
import { startVerificationRuns } from './verification-runs.ts'
import { startVerifier } from './verifications.ts'

/** The sealer and the verifier, over connections of the role audit_sealer. */
export async function startBackground({
  environment,
  nudges,
  logger,
  keyValue,
}: Pick<Services<unknown>, 'environment' | 'nudges' | 'logger' | 'keyValue'>): Promise<Background> {
  const url = environment.ENGINE_DATABASE_URL
  if (url === undefined)
    throw new Error('ENGINE_DATABASE_URL is missing: the ledger is sealed as the role audit_sealer')
  const pool = new pg.Pool({
    connectionString: url,
    max: 3,
    connectionTimeoutMillis: 5_000,
    application_name: 'audit-sealer',
  })
  pool.on('error', () => logger.warn('an idle database connection of the sealer was lost'))
  const sealer = await startSealer({ pool, nudges, logger })
  const verifier = startVerifier({ pool, logger })
  const runs = startVerificationRuns({ pool, logger, keyValue })
  return {
    healthy: () => sealer.healthy!(),
    async stop() {
      await Promise.all([sealer.stop(), verifier.stop(), runs.stop()])
      await pool.end()
    },
  }
}
