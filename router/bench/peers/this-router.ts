/**
 * This router as it runs in production: sessions in Redis and looked at for each request, a signed identity for the
 * subgraphs, every limit at its default, but for how often one person may ask: the bench is one person, and each of
 * its operations is counted as ever. Its clients are one adviser, signed in on as many devices as it takes to
 * stay within the limit of sockets for a session: they share an authorization scope, as the other routers' do.
 *
 * Its result cache is off: the others have none. With the cache it runs once more, for the operation that may be remembered.
 */
import { createHmac, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { PeerKind } from './peer.ts'
import type { BenchRedis } from './redis.ts'

/** Below the router's own limit of sockets for a session. */
const socketsPerSession = 16
const sessionSeconds = 6 * 60 * 60

export async function prepareThisRouter(
  folder: string,
  redis: BenchRedis,
  clients: number,
): Promise<[PeerKind, PeerKind]> {
  const secret = randomBytes(32).toString('base64url')
  const cookies = await signIn(redis, secret, Math.ceil(clients / socketsPerSession))
  const key = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: 'bench', alg: 'EdDSA' }
  const [keyFile, secretFile] = [path.join(folder, 'identity.json'), path.join(folder, 'auth-secret')]
  await writeFile(keyFile, JSON.stringify(key), { mode: 0o600 })
  await writeFile(secretFile, secret, { mode: 0o600 })
  const environment = {
    PORT: '{port}',
    SUPERGRAPH: '{supergraph}',
    REDIS_URL: redis.url,
    IDENTITY_PRIVATE_KEY: keyFile,
    AUTH_SECRET: secretFile,
    AUTH_URL: 'http://127.0.0.1:9', // nobody: all grants are in Redis
    LOG_LEVEL: 'warn',
    ...asOften,
  }
  const uncached: PeerKind = {
    name: 'this',
    label: 'this router',
    command: ['src/main.ts'],
    environment: { ...environment, RESULT_CACHE: '0' },
    subscriptions: true,
    headersFor: (client) => ({ cookie: cookies[Math.floor(client / socketsPerSession) % cookies.length] as string }),
  }
  const cached: PeerKind = {
    ...uncached,
    ...withResultCache,
    environment: { ...environment, RESULT_CACHE: '1' },
    only: ['small'],
  }
  return [uncached, cached]
}

export const withResultCache = {
  name: 'thisCached',
  label: 'this router, with its result cache',
  subscriptions: false,
} as const

/** The bench is one person at one address: each of its operations is counted as ever, and none is refused. */
export const asOften = {
  PERSON_OPERATIONS_PER_SECOND: '1000000',
  PERSON_OPERATIONS_AT_ONCE: '1000000',
  ADDRESS_REQUESTS_PER_SECOND: '1000000',
  ADDRESS_REQUESTS_AT_ONCE: '1000000',
}

/** Sessions as identity writes them, each as the cookie that a browser would send. */
async function signIn(redis: BenchRedis, secret: string, sessions: number): Promise<string[]> {
  const userId = randomUUID()
  const now = Date.now()
  const grants = { c: { [randomUUID()]: ['ADVISER'] }, n: {} }
  await redis.keyValue.set(`grants:${userId}`, JSON.stringify(grants))
  const cookies = Array.from({ length: sessions }, async () => {
    const token = randomBytes(24).toString('base64url')
    const session = {
      id: randomUUID(),
      token,
      userId,
      createdAt: new Date(now).toISOString(),
      expiresAt: new Date(now + sessionSeconds * 1_000).toISOString(),
    }
    await redis.keyValue.set(`auth:${token}`, JSON.stringify({ session, user: { id: userId } }), {
      ttlSeconds: sessionSeconds,
    })
    const signature = createHmac('sha256', secret).update(token).digest('base64')
    return `cma.session_token=${encodeURIComponent(`${token}.${signature}`)}`
  })
  return Promise.all(cookies)
}
