import { createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLogger, openPorts, type Claims, type Ports } from '@cma/runtime'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { readEnvironment } from '../src/environment.ts'
import { startRouter, type Running } from '../src/router.ts'

const secret = 'a secret of more than thirty-two characters'

/** A whole router with ports in memory and an identity service that remembers what it was asked. */
export interface RouterFixture {
  router: Running
  ports: Ports
  publicJwk: JWK
  privateJwk: JWK
  /** Requests to identity that the router made or passed on. */
  identityRequests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[]
  /** What identity answers for grants of a person. */
  grantsAtIdentity: Map<string, Pick<Claims, 'c' | 'n'>>
  folder: string
  signIn(
    grants?: Partial<Pick<Claims, 'c' | 'n'>>,
    options?: { expiresInMs?: number; storeGrants?: boolean },
  ): Promise<SignedIn>
  ask(query: string, options?: AskOptions): Promise<Answer>
  stop(): Promise<void>
}

export interface SignedIn {
  userId: string
  sessionId: string
  token: string
  cookie: string
}

export interface AskOptions {
  cookie?: string
  variables?: Record<string, unknown>
  operationName?: string
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  headers: Headers
  body: {
    data?: Record<string, unknown> | null
    errors?: { message: string; path?: (string | number)[]; extensions: { code: string; service?: string } }[]
  }
}

/** `beside`: another router of the same site, with its keys and its store. `givenPorts` are closed by who gave them. */
export async function startRouterFixture(
  sdl: string,
  variables: Record<string, string> = {},
  beside?: RouterFixture,
  givenPorts?: Ports,
): Promise<RouterFixture> {
  const folder = await mkdtemp(path.join(tmpdir(), 'router-test-'))
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
  const publicJwk = { ...(await exportJWK(publicKey)), kid: 'test' }
  const at = (name: string) => path.join(folder, name)
  const privateJwk = beside?.privateJwk ?? { ...(await exportJWK(privateKey)), kid: 'test' }
  await writeFile(at('private.json'), JSON.stringify(privateJwk))
  await writeFile(at('secret'), `${secret}\n`)
  await writeFile(at('supergraph.graphql'), sdl)
  const ports = beside?.ports ?? givenPorts ?? openPorts(undefined, createLogger({ name: 'test', level: 'silent' }))
  const identity = await startIdentity()
  const router = await startRouter(
    readEnvironment({
      PORT: '0',
      LOG_LEVEL: 'silent',
      SUPERGRAPH: at('supergraph.graphql'),
      IDENTITY_PRIVATE_KEY: at('private.json'),
      AUTH_SECRET: at('secret'),
      AUTH_URL: identity.url,
      ...variables,
    }),
    { ports },
  )
  return {
    router,
    ports,
    publicJwk,
    privateJwk,
    folder,
    identityRequests: identity.requests,
    grantsAtIdentity: identity.grants,
    async signIn({ c = {}, n = {} } = {}, { expiresInMs = 3_600_000, storeGrants = true } = {}) {
      const [userId, sessionId, token] = [randomUUID(), randomUUID(), randomUUID()]
      const session = {
        id: sessionId,
        token,
        userId,
        createdAt: new Date().toISOString(),
        expiresAt: new Date(Date.now() + expiresInMs).toISOString(),
      }
      await ports.keyValue.set(`auth:${token}`, JSON.stringify({ session, user: { id: userId } }))
      if (storeGrants) await ports.keyValue.set(`grants:${userId}`, JSON.stringify({ c, n }))
      return { userId, sessionId, token, cookie: cookieOf(token) }
    },
    async ask(query, { cookie, variables: values, operationName, headers = {} } = {}) {
      const response = await fetch(`${router.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie && { cookie }), ...headers },
        body: JSON.stringify({ query, variables: values, operationName }),
      })
      return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
    },
    async stop() {
      await router.stop()
      await identity.stop()
      if (!beside && !givenPorts) await ports.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The cookie as better-auth signs it. */
export function cookieOf(token: string, key = secret): string {
  const signature = createHmac('sha256', key).update(token).digest('base64')
  return `cma.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

async function startIdentity() {
  const requests: RouterFixture['identityRequests'] = []
  const grants: RouterFixture['grantsAtIdentity'] = new Map()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
      const userId = /^\/internal\/grants\/(.+)$/.exec(url)?.[1]
      if (userId) {
        const found = grants.get(userId)
        response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' })
        return response.end(JSON.stringify(found ?? {}))
      }
      response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': ['one=1', 'two=2'], 'x-from': 'identity' })
      return response.end('signed in')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    grants,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
