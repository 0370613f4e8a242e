import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { startRedis } from '@cma/local/redis'
import { inject } from 'vitest'

/** A Redis server of its own, started in 30 ms: channels know no databases, so a prefix would not part two test files. */
export async function aRedis(): Promise<AsyncDisposable & { url: string }> {
  const redis = await startRedis({ dataDir: mkdtempSync(join(inject('runFolder'), 'redis-')), persistent: false })
  if (redis === undefined)
    throw new Error(
      'These tests need redis-server. npm test installs it on Debian as root; elsewhere install Redis 7 with your package manager.',
    )
  return { url: redis.url, [Symbol.asyncDispose]: () => redis.stop() }
}
