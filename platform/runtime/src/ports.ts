import { createMemoryKeyValue, createRedisKeyValue, type KeyValue } from './key-value.ts'
import type { Logger } from './logger.ts'
import { createMemoryResults } from './memory-results.ts'
import { createMemoryNudges, createRedisNudges, type Nudges } from './nudges.ts'
import { connectRedis } from './redis-connection.ts'
import { createRedisResults } from './redis-results.ts'
import type { Results } from './results.ts'

/** What processes have between them besides the database. */
export type Ports = {
  keyValue: KeyValue
  nudges: Nudges
  results: Results
  healthy(): Promise<boolean>
  close(): Promise<void>
}

/** Over Redis when there is an address, else in memory: then everything must run in this one process and be given these ports. */
export function openPorts(redisUrl: string | undefined, logger: Logger): Ports {
  if (redisUrl === undefined) {
    return {
      keyValue: createMemoryKeyValue(),
      nudges: createMemoryNudges(),
      results: createMemoryResults(),
      healthy: async () => true,
      close: async () => {},
    }
  }
  const redis = connectRedis(redisUrl, logger)
  const results = createRedisResults(redisUrl)
  return {
    keyValue: createRedisKeyValue(redis),
    nudges: createRedisNudges(redis, logger),
    results,
    healthy: redis.healthy,
    async close() {
      results.close()
      await redis.close()
    },
  }
}
