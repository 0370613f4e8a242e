import type { SignIdentity } from '@cma/runtime/identity-token'
import type { Claims } from '@cma/runtime/viewer'

/** A signed token for subgraphs, good for at least 30 more seconds. No promise where there is one already. */
export type TokenFor = (caller: { claims: Claims; scope: string }) => string | Promise<string>

const reuseMs = 30_000 // half of a token's life

interface Signed {
  token: string | Promise<string>
  until: number
}

/** Signs for each session once in 30 seconds: an Ed25519 signature a request would cost more than the request. */
export function createTokens(sign: SignIdentity, now: () => number = Date.now): TokenFor {
  const signed = new Map<string, Signed>()
  /** A session's requests mostly come with the very same claims: they need no key. */
  const ofClaims = new WeakMap<Claims, Signed & { scope: string }>()

  const signedFor = ({ claims, scope }: { claims: Claims; scope: string }): Signed => {
    const key = `${scope}\n${claims.sid ?? ''}`
    const known = signed.get(key)
    if (known && known.until > now()) return known
    if (signed.size > 10_000) for (const [other, { until }] of signed) if (until <= now()) signed.delete(other)
    const token = sign(claims)
    const fresh: Signed = { token, until: now() + reuseMs }
    signed.set(key, fresh)
    token.then(
      (text) => (fresh.token = text),
      () => signed.get(key) === fresh && signed.delete(key),
    )
    return fresh
  }

  return (caller) => {
    const known = ofClaims.get(caller.claims)
    if (known && known.scope === caller.scope && known.until > now()) return known.token
    const { token, until } = signedFor(caller)
    if (typeof token === 'string') ofClaims.set(caller.claims, { token, until, scope: caller.scope })
    return token
  }
}
