import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT, type JSONWebKeySet, type JWK } from 'jose'
import { z } from 'zod'
import { roles, type Claims } from './viewer.ts'

/** The request header that carries the token; over graphql-ws it is `connectionParams.identity`. */
export const identityHeader = 'x-cma-identity'

const audience = 'subgraphs'
const lifetime = '60s'

const grantsSchema = z.record(z.uuid(), z.array(z.enum(roles)))
const claimsSchema = z.object({
  sub: z.string().min(1),
  kind: z.enum(['USER', 'PARTNER', 'SYSTEM']),
  c: grantsSchema,
  n: grantsSchema,
  scopes: z.array(z.string()),
  sid: z.string().optional(),
})

export type SignIdentity = (claims: Claims) => Promise<string>
/** @returns the claims of a valid token, else undefined */
export type VerifyIdentity = (token: string) => Promise<Claims | undefined>

/** For the router. The key is an Ed25519 private JWK with a `kid`. */
export async function createIdentitySigner(privateJwk: JWK): Promise<SignIdentity> {
  const key = await importJWK(privateJwk, 'EdDSA')
  const header = { alg: 'EdDSA', ...(privateJwk.kid !== undefined && { kid: privateJwk.kid }) }
  return ({ sub, ...claims }) =>
    new SignJWT(claims)
      .setProtectedHeader(header)
      .setSubject(sub)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(lifetime)
      .sign(key)
}

/** Verifies what the router signed. Each token is verified once and remembered until it expires. */
export function createIdentityVerifier(keys: JSONWebKeySet, now: () => Date = () => new Date()): VerifyIdentity {
  const keySet = createLocalJWKSet(keys)
  const known = new Map<string, { claims: Claims; expiresAt: number }>()
  return async (token) => {
    const at = now().getTime()
    const remembered = known.get(token)
    if (remembered) {
      if (remembered.expiresAt > at) return remembered.claims
      known.delete(token)
      return undefined
    }
    const verified = await jwtVerify(token, keySet, {
      audience,
      algorithms: ['EdDSA'],
      requiredClaims: ['sub', 'exp'],
      currentDate: now(),
    }).catch(() => undefined)
    const claims = claimsSchema.safeParse(verified?.payload)
    if (!verified || !claims.success) return undefined
    // Tokens live a minute: what has expired goes, so that the memory does not grow with time.
    if (known.size >= 5_000) for (const [other, { expiresAt }] of known) if (expiresAt <= at) known.delete(other)
    if (known.size < 20_000) known.set(token, { claims: claims.data, expiresAt: verified.payload.exp! * 1000 })
    return claims.data
  }
}

export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T
}
