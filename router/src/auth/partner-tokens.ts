import type { IncomingMessage } from 'node:http'
import { openKeyFile } from '@cma/runtime/identity-token'
import { authorizationScopeOf, type Claims } from '@cma/runtime/viewer'
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { createLru } from '../documents/lru.ts'
import type { Caller } from './sessions.ts'

export interface PartnerTokensOptions {
  /** Where the authorization server's public keys are: an http(s) address, or the path of a JWKS file. */
  jwks: string
  issuer: string
  audience: string
  now?: () => number
}

const centres = z.record(z.uuid(), z.array(z.literal('PARTNER_APP')))

/** What an access token says, besides `iss`, `aud` and `exp`. */
const payloadSchema = z.object({
  /** The partner's client id. */
  sub: z.string().min(1).max(200),
  exp: z.number(),
  /** Separated by blanks, as OAuth has it. */
  scope: z.string().default(''),
  /** In which centres (`c`) or networks (`n`) the software may look. Software has no other role. */
  grants: z.object({ c: centres.default({}), n: centres.default({}) }).default({ c: {}, n: {} }),
})

/**
 * Signs partner software in by the access token in its `Authorization` header; undefined: it has none that is good. A token is
 * verified once and remembered until it runs out.
 */
export async function createPartnerTokens(options: PartnerTokensOptions) {
  const { issuer, audience, now = Date.now } = options
  const keys = await openKeys(options.jwks)
  const known = createLru<Caller>(5_000_000)
  return async ({ headers }: Pick<IncomingMessage, 'headers'>): Promise<Caller | undefined> => {
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(headers.authorization ?? '')?.[1]
    if (token === undefined) return undefined
    const remembered = known.get(token)
    if (remembered) return remembered.expiresAt > now() ? remembered : undefined
    const verified = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: ['EdDSA', 'ES256', 'PS256', 'RS256'],
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(now()),
    }).catch(() => undefined)
    const payload = payloadSchema.safeParse(verified?.payload)
    if (!payload.success) return undefined
    const { sub, exp, scope, grants } = payload.data
    const claims: Claims = { sub, kind: 'PARTNER', ...grants, scopes: scope.split(' ').filter(Boolean) }
    const caller: Caller = { claims, scope: authorizationScopeOf(claims), expiresAt: exp * 1_000 }
    known.set(token, caller)
    return caller
  }
}

async function openKeys(jwks: string): Promise<JWTVerifyGetKey> {
  if (/^https?:/.test(jwks)) return createRemoteJWKSet(new URL(jwks), { timeoutDuration: 3_000 })
  const file = await openKeyFile(jwks)
  return (header, token) => {
    file.lookIfDue()
    return createLocalJWKSet(file.current())(header, token)
  }
}
