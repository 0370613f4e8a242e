import type { Background, Services } from '@cma/runtime'
import { openAlertFeed } from './alerts/feeds.ts'
import { startEngine } from './engine/engine.ts'
import type { PrismaClient } from './generated/prisma/client.ts'

/** The alert engine, and this process's feed of alerts to its subscribers. */
export async function startBackground(services: Services<PrismaClient>): Promise<Background> {
  const { environment, nudges, clock, logger, changes } = services
  const databaseUrl = environment.ENGINE_DATABASE_URL
  if (databaseUrl === undefined)
    throw new Error(
      'The environment is not right:\n  ENGINE_DATABASE_URL: compliance needs the address of the role compliance_engine',
    )
  const feed = await openAlertFeed(services, databaseUrl)
  const engine = await startEngine({ databaseUrl, nudges, clock, logger, referenceLaidIn: changes.renewAll })
  return {
    async stop() {
      await engine.stop()
      await feed.close()
    },
  }
}
