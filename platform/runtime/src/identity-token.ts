import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, errors, importJWK, jwtVerify, SignJWT, type JSONWebKeySet, type JWK } from 'jose'
import { z } from 'zod'
import { openChangingFile, type ChangingFile } from './changing-file.ts'
import { roles, type Claims } from './viewer.ts'

/** The request header that carries the token; over graphql-ws it is `connectionParams.identity`. */
export const identityHeader = 'x-cma-identity'

const audience = 'subgraphs'
const lifetime = '60s'

const grantsSchema = z.record(z.uuid(), z.array(z.enum(roles)))
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })
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

/** Public keys in a file that is read again when it changes. */
export type KeyFile = ChangingFile<JSONWebKeySet>

export function openKeyFile(path: string, options?: { lookMs?: number; now?: () => number }): Promise<KeyFile> {
  return openChangingFile(path, (text) => keySetSchema.parse(JSON.parse(text)) as JSONWebKeySet, options)
}

/**
 * Verifies what the router signed. Each token is verified once and remembered until it expires. Keys in a file may be
 * replaced while the service runs: a new one is known at once, what a removed one signed is refused from the next look on.
 */
export function createIdentityVerifier(
  keys: JSONWebKeySet | KeyFile,
  now: () => Date = () => new Date(),
): VerifyIdentity {
  const file = 'look' in keys ? keys : undefined
  let keySet = createLocalJWKSet('look' in keys ? keys.current() : keys)
  let version = file?.version
  const known = new Map<string, { claims: Claims; expiresAt: number }>()
  const keepUp = () => {
    if (!file || file.version === version) return
    version = file.version
    keySet = createLocalJWKSet(file.current())
    known.clear()
  }
  const verify = (token: string) =>
    jwtVerify(token, (header, input) => keySet(header, input), {
      audience,
      algorithms: ['EdDSA'],
      requiredClaims: ['sub', 'exp'],
      currentDate: now(),
    })
  const verifyWithNewest = async (token: string) => {
    try {
      return await verify(token)
    } catch (error) {
      // Signed with a key that came after the last look, perhaps.
      if (!file || !(error instanceof errors.JWKSNoMatchingKey)) return undefined
      await file.look()
      keepUp()
      return verify(token).catch(() => undefined)
    }
  }
  return async (token) => {
    file?.lookIfDue()
    keepUp()
    const at = now().getTime()
    const remembered = known.get(token)
    if (remembered) {
      if (remembered.expiresAt > at) return remembered.claims
      known.delete(token)
      return undefined
    }
    const verified = await verifyWithNewest(token)
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
