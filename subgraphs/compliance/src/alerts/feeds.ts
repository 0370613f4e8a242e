import type { Services } from '@cma/runtime'
import pg from 'pg'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { createAlertFeed, type AlertFeed } from './alert-feed.ts'
import { alertsChannel } from './channel.ts'

// Resolvers reach the process's feed by its services: one process may host several subgraphs, and tests several of one.
const feeds = new WeakMap<object, AlertFeed>()

/** Opens the feed of a running subgraph. It reads as the engine's role, since it serves subscribers of all centres; the policy is asked for each. */
export async function openAlertFeed(services: Services<PrismaClient>, databaseUrl: string): Promise<AlertFeed> {
  const { nudges, logger } = services
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 3,
    connectionTimeoutMillis: 5_000,
    application_name: 'compliance-alerts',
  })
  pool.on('error', () => logger.warn('an idle connection of the alert feed was lost'))
  const feed = createAlertFeed({
    pool,
    onError: (error) => logger.error({ err: error }, 'new alerts could not be read; tried again'),
  })
  const stopListening = await nudges.subscribe(alertsChannel, () => feed.look())
  const opened: AlertFeed = {
    ...feed,
    async close() {
      stopListening()
      feeds.delete(services)
      await feed.close()
    },
  }
  feeds.set(services, opened)
  return opened
}

export function alertFeedOf(services: object): AlertFeed {
  const feed = feeds.get(services)
  if (feed === undefined) throw new Error('the alert feed of this process is not open')
  return feed
}
