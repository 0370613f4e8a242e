import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync, chmodSync } from 'node:fs'
import { join } from 'node:path'
import { loginRoles, type RolePasswords } from '@cma/prisma'

/** Paths of the key files, and the secrets that the supervisor itself uses. */
export type Keys = {
  /** Ed25519 private key as JWK: the router signs identity tokens with it. */
  identityPrivateKey: string
  /** JWKS of the public half: the subgraphs verify with it. */
  identityPublicKeys: string
  /** `{ current, keys: { <version>: <32 bytes, base64> } }` for field-level encryption. */
  fieldKeys: string
  /** Secret of the sessions' cookies. */
  authSecret: string
  rolePasswords: RolePasswords
  redisPassword: string
}

/** Makes what is missing in `<data>/keys`, readable by the owner only, and keeps what is there. */
export function ensureKeys(dataDir: string): Keys {
  const folder = join(dataDir, 'keys')
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700)
  const file = (name: string, make: () => string) => {
    const path = join(folder, name)
    if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600 })
    return path
  }
  const privateKey = file('identity-signing.json', newSigningKey)
  return {
    identityPrivateKey: privateKey,
    identityPublicKeys: file('identity-public.json', () => publicHalf(readFileSync(privateKey, 'utf8'))),
    fieldKeys: file('field-encryption.json', () =>
      JSON.stringify({ current: '1', keys: { 1: randomBytes(32).toString('base64') } }),
    ),
    authSecret: file('auth-secret', newPassword),
    rolePasswords: JSON.parse(readFileSync(file('role-passwords.json', newRolePasswords), 'utf8')) as RolePasswords,
    redisPassword: readFileSync(file('redis-password', newPassword), 'utf8'),
  }
}

function newSigningKey(): string {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const kid = createHash('sha256').update(String(jwk.x)).digest('base64url').slice(0, 16)
  return JSON.stringify({ ...jwk, kid, alg: 'EdDSA', use: 'sig' })
}

function publicHalf(privateJwk: string): string {
  const { d: _secret, ...jwk } = JSON.parse(privateJwk) as Record<string, string>
  return JSON.stringify({ keys: [jwk] })
}

function newRolePasswords(): string {
  return JSON.stringify(Object.fromEntries(loginRoles.map((role) => [role, newPassword()])))
}

function newPassword(): string {
  return randomBytes(32).toString('base64url')
}
