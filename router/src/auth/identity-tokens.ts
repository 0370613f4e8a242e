import { createIdentitySigner, createIdentityVerifier, type Claims } from '@cma/runtime'
import type { JWK } from 'jose'

/** A signed token for subgraphs, good for at least 30 more seconds. */
export type TokenFor = (caller: { claims: Claims; scope: string }) => Promise<string>

const reuseMs = 30_000 // half of a token's life

/** Signs for each session once in 30 seconds: an Ed25519 signature a request would cost more than the request. */
export async function createTokens(privateJwk: JWK, now: () => number = Date.now): Promise<TokenFor> {
  const sign = await createIdentitySigner(privateJwk)
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

/** Verifies tokens that this router (or another with the same key) signed: subgraphs ask the graph with them. */
export function createOwnVerifier({ kty, crv, x, kid, alg }: JWK) {
  const publicJwk = { kty, crv, x, kid, alg } as JWK
  return createIdentityVerifier({ keys: [publicJwk] })
}
