import type { KeyValue } from '@cma/runtime'
import type { SecondaryStorage } from 'better-auth'
import { revokedBeforeKey } from '../keys.ts'
import { isRevoked, parseSession } from '../sessions.ts'

const prefixed = (key: string) => `auth:${key}`

/** better-auth's sessions and short-lived values in the store, under `auth:`. A revoked session is not found. */
export function sessionStorage(store: KeyValue): SecondaryStorage {
  return {
    async get(key) {
      const value = await store.get(prefixed(key))
      const session = parseSession(value)
      if (session && isRevoked(session, await store.get(revokedBeforeKey(session.userId)))) return null
      return value ?? null
    },
    set: (key, value, ttl) => store.set(prefixed(key), value, ttl === undefined ? {} : { ttlSeconds: ttl }),
    delete: (key) => store.delete(prefixed(key)),
    getAndDelete: async (key) => (await store.getAndDelete(prefixed(key))) ?? null,
    increment: (key, ttl) => store.increment(prefixed(key), { ttlSeconds: ttl }),
  }
}
