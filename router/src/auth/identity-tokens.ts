import type { Claims, SignIdentity } from '@cma/runtime'

/** A signed token for subgraphs, good for at least 30 more seconds. */
export type TokenFor = (caller: { claims: Claims; scope: string }) => Promise<string>

const reuseMs = 30_000 // half of a token's life

/** Signs for each session once in 30 seconds: an Ed25519 signature a request would cost more than the request. */
export function createTokens(sign: SignIdentity, now: () => number = Date.now): TokenFor {
  const signed = new Map<string, { token: Promise<string>; until: number }>()
  return ({ claims, scope }) => {
    const key = `${scope}\n${claims.sid ?? ''}`
    const known = signed.get(key)
    if (known && known.until > now()) return known.token
    if (signed.size > 10_000) for (const [other, { until }] of signed) if (until <= now()) signed.delete(other)
    const token = sign(claims)
    signed.set(key, { token, until: now() + reuseMs })
    token.catch(() => signed.delete(key))
    return token
  }
}
