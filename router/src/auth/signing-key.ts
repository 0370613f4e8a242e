import { openChangingFile } from '@cma/runtime/changing-file'
import {
  createIdentitySigner,
  createIdentityVerifier,
  openKeyFile,
  type SignIdentity,
  type VerifyIdentity,
} from '@cma/runtime/identity-token'
import type { JWK } from 'jose'

/** The router's own key: it signs with it, and knows what it or another router has signed. */
export interface SigningKey {
  sign: SignIdentity
  verify: VerifyIdentity
}

export interface SigningKeyOptions {
  /** File of an Ed25519 private JWK. */
  privateKey: string
  /** File of the JWKS that subgraphs have; without it, only keys that this process has signed with are known. */
  publicKeys?: string | undefined
  /** How long a replaced key may go unnoticed. */
  lookMs?: number
}

/**
 * The key may be replaced while the router runs: publish the new public key beside the old one, replace the private key, and
 * take the old public key away once nothing that it signed is good any more (two minutes).
 */
export async function openSigningKey(options: SigningKeyOptions): Promise<SigningKey> {
  const { privateKey, publicKeys, lookMs = 2_000 } = options
  const own: VerifyIdentity[] = [] // the newest first
  const file = await openChangingFile(
    privateKey,
    async (text) => {
      const jwk = JSON.parse(text) as JWK
      const sign = await createIdentitySigner(jwk)
      own.unshift(createIdentityVerifier({ keys: [publicHalf(jwk)] }))
      own.length = Math.min(own.length, 2)
      return sign
    },
    { lookMs },
  )
  const published =
    publicKeys === undefined ? undefined : createIdentityVerifier(await openKeyFile(publicKeys, { lookMs }))
  return {
    sign(claims) {
      file.lookIfDue()
      return file.current()(claims)
    },
    async verify(token) {
      if (published) return published(token)
      for (const verify of own) {
        const claims = await verify(token)
        if (claims) return claims
      }
      return undefined
    },
  }
}

function publicHalf({ kty, crv, x, kid, alg }: JWK): JWK {
  return { kty, crv, x, kid, alg } as JWK
}
