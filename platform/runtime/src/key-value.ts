import { createLookUps } from './look-ups.ts'
import type { RedisConnection } from './redis-connection.ts'

/** Short-lived values that all processes see: sessions, grants, counters. Redis in production, a map on a single process. */
export type KeyValue = {
  get(key: string): Promise<string | undefined>
  /** Several keys in one round trip, in the order asked; undefined where there is none. */
  getMany(keys: string[]): Promise<Array<string | undefined>>
  set(key: string, value: string, options?: { ttlSeconds?: number }): Promise<void>
  delete(key: string): Promise<void>
  /** Atomic: of two callers one gets the value. */
  getAndDelete(key: string): Promise<string | undefined>
  /** Counts up from 0 and returns the count. The time to live starts with the first count. */
  increment(key: string, options?: { ttlSeconds?: number }): Promise<number>
}

export function createRedisKeyValue({ commands, sharded }: RedisConnection): KeyValue {
  const lookUp = sharded
    ? // Single GETs in one tick: ioredis pipelines them, to each node its own.
      (keys: readonly string[]) => Promise.all(keys.map((key) => commands.get(key)))
    : createLookUps((keys) => commands.mget(keys))
  return {
    get: async (key) => (await commands.get(key)) ?? undefined,
    getMany: async (keys) => (await lookUp(keys)).map((value) => value ?? undefined),
    async set(key, value, { ttlSeconds } = {}) {
      if (ttlSeconds === undefined) await commands.set(key, value)
      else await commands.set(key, value, 'EX', Math.max(1, Math.ceil(ttlSeconds)))
    },
    async delete(key) {
      await commands.del(key)
    },
    getAndDelete: async (key) => (await commands.getdel(key)) ?? undefined,
    async increment(key, { ttlSeconds } = {}) {
      if (ttlSeconds === undefined) return commands.incr(key)
      // One script, so that a counter without a time to live cannot be left behind.
      const script = `local n = redis.call('incr', KEYS[1]) if n == 1 then redis.call('expire', KEYS[1], ARGV[1]) end return n`
      return Number(await commands.eval(script, 1, key, Math.max(1, Math.ceil(ttlSeconds))))
    },
  }
}

export function createMemoryKeyValue(now: () => number = Date.now): KeyValue {
  const entries = new Map<string, { value: string; expiresAt: number }>()
  const live = (key: string) => {
    const entry = entries.get(key)
    if (entry && entry.expiresAt > now()) return entry
    entries.delete(key)
    return undefined
  }
  let writes = 0
  const put = (key: string, value: string, ttlSeconds: number | undefined) => {
    entries.set(key, { value, expiresAt: ttlSeconds === undefined ? Infinity : now() + ttlSeconds * 1000 })
    writes += 1
    if (writes % 10_000 === 0) for (const other of entries.keys()) live(other)
  }
  return {
    get: async (key) => live(key)?.value,
    getMany: async (keys) => keys.map((key) => live(key)?.value),
    set: async (key, value, { ttlSeconds } = {}) => put(key, value, ttlSeconds),
    delete: async (key) => void entries.delete(key),
    async getAndDelete(key) {
      const entry = live(key)
      entries.delete(key)
      return entry?.value
    },
    async increment(key, { ttlSeconds } = {}) {
      const entry = live(key)
      if (!entry) put(key, '1', ttlSeconds)
      else entry.value = String(Number(entry.value) + 1)
      return Number(entries.get(key)!.value)
    },
  }
}
