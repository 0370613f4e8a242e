import type { Cluster, Redis } from 'ioredis'
import { connectHastily } from './redis-connection.ts'

/** Filled with `perSecond` tokens a second, up to `burst`. */
export type BucketSize = { perSecond: number; burst: number }

/** Tokens taken, fewer than wanted when there were fewer; with none, the milliseconds until there is one again. */
export type Taken = { granted: number; waitMs: number }

/** Token buckets that all processes share, by name; a bucket is full when it is first asked for. */
export type TokenBuckets = {
  take(key: string, wanted: number, size: BucketSize): Promise<Taken>
}

/** Over Redis when there is an address, on a connection that gives up soon; else in the memory of this process. */
export function openTokenBuckets(redisUrl: string | undefined): TokenBuckets & { close(): void } {
  if (redisUrl === undefined) return { ...createMemoryTokenBuckets(), close: () => {} }
  const client = connectHastily(redisUrl, { commandMs: 500 })
  return { ...createRedisTokenBuckets(client), close: () => client.disconnect() }
}

// One script, so that two processes never take the same token; by Redis's clock, so that theirs need not agree.
const script = `
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local wanted, rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2]) / 1000, tonumber(ARGV[3])
local state = redis.call('hmget', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(state[1]) or burst, tonumber(state[2]) or now
tokens = math.min(burst, tokens + math.max(0, now - at) * rate)
local granted = math.min(wanted, math.floor(tokens))
redis.call('hset', KEYS[1], 'tokens', tostring(tokens - granted), 'at', tostring(now))
redis.call('pexpire', KEYS[1], math.ceil(burst / rate) + 1000)
if granted > 0 then return {granted, 0} end
return {0, math.ceil((1 - tokens) / rate)}`

export function createRedisTokenBuckets(client: Redis | Cluster): TokenBuckets {
  return {
    async take(key, wanted, { perSecond, burst }) {
      const [granted, waitMs] = (await client.eval(script, 1, key, wanted, perSecond, burst)) as [number, number]
      return { granted, waitMs }
    },
  }
}

export function createMemoryTokenBuckets(now: () => number = Date.now): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number; fullAt: number }>()
  let prunedAt = now()
  const prune = (at: number) => {
    if (buckets.size < 1_000 || at - prunedAt < 1_000) return
    prunedAt = at
    for (const [key, { fullAt }] of buckets) if (fullAt <= at) buckets.delete(key)
  }
  return {
    async take(key, wanted, { perSecond, burst }) {
      const at = now()
      prune(at)
      const rate = perSecond / 1_000
      const bucket = buckets.get(key) ?? { tokens: burst, at, fullAt: at }
      const tokens = Math.min(burst, bucket.tokens + Math.max(0, at - bucket.at) * rate)
      const granted = Math.min(wanted, Math.floor(tokens))
      const left = tokens - granted
      buckets.set(key, { tokens: left, at, fullAt: at + (burst - left) / rate })
      return granted > 0 ? { granted, waitMs: 0 } : { granted, waitMs: Math.ceil((1 - tokens) / rate) }
    },
  }
}
