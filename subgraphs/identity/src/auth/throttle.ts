import { createHmac } from 'node:crypto'
import type { KeyValue } from '@cma/runtime'

/** More sign-ins than this for one address in the window, and even the right password waits. */
const attemptsPerAccount = 10
const accountWindowSeconds = 15 * 60

export type Throttle = ReturnType<typeof createThrottle>

/** Counts attempts in the store, shared by all processes. Its keys are keyed digests: no address or e-mail can be read from them. */
export function createThrottle(store: KeyValue, secret: string) {
  const keyOf = (what: string) => `auth:attempts:${createHmac('sha256', secret).update(what).digest('base64url')}`
  const accountKey = (email: string) => keyOf(`sign-in ${email.trim().toLowerCase()}`)
  return {
    /** Counts one attempt to sign in. Whether an account has the address makes no difference. */
    async admitsSignIn(email: string): Promise<boolean> {
      return (await store.increment(accountKey(email), { ttlSeconds: accountWindowSeconds })) <= attemptsPerAccount
    },
    forgiveSignIns: (email: string): Promise<void> => store.delete(accountKey(email)),
    /** A code of an authenticator is good for a minute and a half: whoever looked over a shoulder must not use it again (RFC 6238, 5.2). */
    async isFirstUse(personId: string, code: string): Promise<boolean> {
      return (await store.increment(keyOf(`code ${personId} ${code}`), { ttlSeconds: 3 * 60 })) === 1
    },
    retryAfterSeconds: accountWindowSeconds,
    /** better-auth's limit for an address and a path: `max` requests in `window` seconds. */
    async consume(
      key: string,
      rule: { window: number; max: number },
    ): Promise<{ allowed: boolean; retryAfter: number | null }> {
      const allowed = (await store.increment(keyOf(key), { ttlSeconds: rule.window })) <= rule.max
      return { allowed, retryAfter: allowed ? null : rule.window }
    },
  }
}
