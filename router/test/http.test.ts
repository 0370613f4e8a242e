import { mkdir, writeFile } from 'node:fs/promises'
import { connect as connectTcp } from 'node:net'
import path from 'node:path'
import { createIdentityVerifier, identityHeader } from '@cma/runtime'
import { fileStack, waitUntil } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import { serveWorld } from './compose.ts'
import { cookieOf, startRouterFixture, type RouterFixture } from './router-fixture.ts'
import { library } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())

async function aRouter(variables: Record<string, string> = {}): Promise<RouterFixture> {
  const fixture = await startRouterFixture(world.sdl, variables)
  stack.defer(() => fixture.stop())
  return fixture
}

const shared = await aRouter()
const codeOf = ({ body }: Awaited<ReturnType<RouterFixture['ask']>>) => body.errors?.[0]?.extensions.code

describe('sessions', () => {
  test('nobody gets data without one', async () => {
    const answer = await shared.ask('{ ping }')
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED'])
    expect(answer.body.data).toBeUndefined()
  })

  test('subgraphs get a signed identity with the grants of the caller', async () => {
    const centre = '01900000-0000-7000-8000-000000000001'
    const { cookie, userId, sessionId } = await shared.signIn({ c: { [centre]: ['ADVISER'] } })
    world.subgraph('people').requests.length = 0
    expect((await shared.ask('{ person(id: "bo") { id } }', { cookie })).body).toEqual({
      data: { person: { id: 'bo' } },
    })
    const verify = createIdentityVerifier({ keys: [shared.publicJwk] })
    const token = world.subgraph('people').requests[0]?.headers[identityHeader]
    expect(await verify(String(token))).toEqual({
      sub: userId,
      sid: sessionId,
      kind: 'USER',
      c: { [centre]: ['ADVISER'] },
      n: {},
      scopes: [],
    })
  })

  test.each([
    ['a wrong signature', (token: string) => cookieOf(token, 'another secret')],
    ['no signature', (token: string) => `cma.session_token=${token}`],
    ['a signature of something else', (token: string) => cookieOf(token).replace(token, `x${token}`)],
    ['a signature cut off', (token: string) => cookieOf(token).slice(0, -6)],
    ['bad escapes', () => 'cma.session_token=%E0%A4%A'],
    ['an unknown token', () => cookieOf('unknown')],
    ['another cookie', (token: string) => cookieOf(token).replace('cma.', 'abc.')],
  ])('%s is nobody', async (_what, cookie) => {
    const { token } = await shared.signIn()
    expect((await shared.ask('{ ping }', { cookie: cookie(token) })).status).toBe(401)
  })

  test('a session that ran out, was deleted or was revoked is over from the next request on', async () => {
    const [late, deleted, revoked] = [
      await shared.signIn({}, { expiresInMs: 50 }),
      await shared.signIn(),
      await shared.signIn(),
    ]
    for (const { cookie } of [deleted, revoked]) expect((await shared.ask('{ ping }', { cookie })).status).toBe(200)
    await shared.ports.keyValue.delete(`auth:${deleted.token}`)
    await shared.ports.keyValue.set(`revoked-sessions-before-${revoked.userId}`, String(Date.now()))
    for (const { cookie } of [deleted, revoked]) expect((await shared.ask('{ ping }', { cookie })).status).toBe(401)
    await waitUntil(
      'the session to run out',
      async () => (await shared.ask('{ ping }', { cookie: late.cookie })).status === 401,
    )
  })

  test('grants that the store does not have are asked of identity, as the platform', async () => {
    const known = await shared.signIn({}, { storeGrants: false })
    const unknown = await shared.signIn({}, { storeGrants: false })
    shared.grantsAtIdentity.set(known.userId, { c: {}, n: {} })
    expect((await shared.ask('{ ping }', { cookie: known.cookie })).status).toBe(200)
    expect((await shared.ask('{ ping }', { cookie: unknown.cookie })).status).toBe(401)
    const asked = shared.identityRequests.find(({ url }) => url === `/internal/grants/${known.userId}`)
    const verify = createIdentityVerifier({ keys: [shared.publicJwk] })
    expect(await verify(String(asked?.headers[identityHeader]))).toMatchObject({ kind: 'SYSTEM' })
  })

  test('a subgraph may ask with the identity that it was given, and nobody with another', async () => {
    const { cookie } = await shared.signIn()
    world.subgraph('people').requests.length = 0
    await shared.ask('{ person(id: "bo") { id } }', { cookie })
    const token = String(world.subgraph('people').requests[0]?.headers[identityHeader])
    expect((await shared.ask('{ ping }', { headers: { [identityHeader]: token } })).status).toBe(200)
    const [header, , signature] = token.split('.')
    const forged = [
      header,
      Buffer.from('{"sub":"x","kind":"SYSTEM","c":{},"n":{},"scopes":[],"aud":"subgraphs","exp":9999999999}').toString(
        'base64url',
      ),
      signature,
    ].join('.')
    for (const bad of [forged, 'nonsense', '']) {
      expect((await shared.ask('{ ping }', { headers: { [identityHeader]: bad } })).status).toBe(401)
    }
  })

  test('nobody may ask for the schema but not for anything with it', async () => {
    expect((await shared.ask('{ __schema { queryType { name } } }')).body).toEqual({
      data: { __schema: { queryType: { name: 'Query' } } },
    })
    expect((await shared.ask('{ __schema { queryType { name } } ping }')).status).toBe(401)
    const production = await aRouter({ INTROSPECTION: '0' })
    const { cookie } = await production.signIn()
    const asked = await production.ask('{ __schema { queryType { name } } }', { cookie })
    expect([asked.status, codeOf(asked)]).toEqual([400, 'INTROSPECTION_DISABLED'])
    const guessed = await production.ask('{ person(id: "bo") { nam } }', { cookie })
    expect(guessed.body.errors?.[0]?.message).toBe('Cannot query field "nam" on type "Person".')
  })
})

describe('requests that are refused', () => {
  const post = async (init: RequestInit) => {
    const { cookie } = await shared.signIn()
    const response = await fetch(`${shared.router.url}/graphql`, {
      method: 'POST',
      ...init,
      headers: { 'content-type': 'application/json', cookie, ...(init.headers as Record<string, string>) },
    })
    const body = (await response.json()) as { errors?: { extensions: { code: string } }[] }
    return [response.status, body.errors?.[0]?.extensions.code]
  }
  const ping = JSON.stringify({ query: '{ ping }' })

  test.each([
    ['a form', { headers: { 'content-type': 'text/plain' }, body: ping }, [415, 'UNSUPPORTED_MEDIA_TYPE']],
    ['no type', { headers: { 'content-type': '' }, body: ping }, [415, 'UNSUPPORTED_MEDIA_TYPE']],
    ['another origin', { headers: { origin: 'https://evil.example' }, body: ping }, [403, 'FOREIGN_ORIGIN']],
    ['no origin', { headers: { origin: 'null' }, body: ping }, [403, 'FOREIGN_ORIGIN']],
    ['GET', { method: 'GET' }, [405, 'METHOD_NOT_ALLOWED']],
    ['no JSON', { body: '{' }, [400, 'BAD_REQUEST']],
    ['nothing', { body: '' }, [400, 'BAD_REQUEST']],
    ['null', { body: 'null' }, [400, 'BAD_REQUEST']],
    ['a batch', { body: `[${ping}]` }, [400, 'BAD_REQUEST']],
    ['no query', { body: '{}' }, [400, 'BAD_REQUEST']],
    ['a query of another type', { body: '{"query":1}' }, [400, 'BAD_REQUEST']],
    ['variables of another type', { body: '{"query":"{ping}","variables":[]}' }, [400, 'BAD_REQUEST']],
    ['a name of another type', { body: '{"query":"{ping}","operationName":{}}' }, [400, 'BAD_REQUEST']],
    ['a document that does not parse', { body: '{"query":"{ping"}' }, [400, 'GRAPHQL_PARSE_FAILED']],
    ['an empty document', { body: '{"query":" "}' }, [400, 'GRAPHQL_PARSE_FAILED']],
    ['a body too large', { body: JSON.stringify({ query: `{ping}${' '.repeat(600_000)}` }) }, [413, 'BODY_TOO_LARGE']],
    [
      'too many tokens',
      { body: JSON.stringify({ query: `{${' ping'.repeat(6_000)}}` }) },
      [400, 'GRAPHQL_PARSE_FAILED'],
    ],
    [
      'too many aliases',
      {
        body: JSON.stringify({
          query: `{ person(id: "bo") {${Array.from({ length: 61 }, (_, i) => ` a${i}: id`).join('')}} }`,
        }),
      },
      [400, 'OPERATION_TOO_LARGE'],
    ],
    [
      'too many root fields',
      { body: JSON.stringify({ query: `{${Array.from({ length: 31 }, (_, i) => ` a${i}: ping`).join('')}}` }) },
      [400, 'OPERATION_TOO_LARGE'],
    ],
    [
      'too deep',
      { body: JSON.stringify({ query: `{ person(id: "bo") {${'bestFriend {'.repeat(20)} id ${'}'.repeat(20)} } }` }) },
      [400, 'OPERATION_TOO_LARGE'],
    ],
    ['a subscription', { body: '{"query":"subscription { x }"}' }, [400, 'GRAPHQL_VALIDATION_FAILED']],
  ] as const)('%s', async (_what, init, expected) => {
    expect(await post(init as RequestInit)).toEqual(expected)
  })

  test('fragments that spread each other many times over are refused before any planning', async () => {
    const fragments = Array.from({ length: 20 }, (_, i) => `fragment F${i} on Person { ...F${i + 1} ...F${i + 1} }`)
    const query = `{ person(id: "bo") { ...F0 } } ${fragments.join(' ')} fragment F20 on Person { id }`
    expect(await post({ body: JSON.stringify({ query }) })).toEqual([400, 'OPERATION_TOO_LARGE'])
  })

  test('the same origin, a given one, and a page opened from here may ask', async () => {
    const open = await aRouter({ ALLOWED_ORIGINS: 'https://partner.example' })
    const { cookie } = await open.signIn()
    for (const headers of [
      { origin: open.router.url },
      { origin: 'https://partner.example' },
      { 'sec-fetch-site': 'same-origin' },
    ]) {
      expect((await open.ask('{ ping }', { cookie, headers })).status).toBe(200)
    }
    const crossSite = await open.ask('{ ping }', { cookie, headers: { 'sec-fetch-site': 'cross-site' } })
    expect(crossSite.status).toBe(403)
  })

  test('malformed HTTP ends its own connection and no other', async () => {
    const { port, hostname } = new URL(shared.router.url)
    for (const bytes of [
      'GARBAGE\r\n\r\n',
      'POST /graphql HTTP/1.1\r\ncontent-length: -5\r\n\r\n',
      '\0\xff'.repeat(100),
    ]) {
      const socket = connectTcp(Number(port), hostname)
      socket.on('error', () => undefined)
      socket.write(bytes, 'latin1')
      await new Promise((resolve) => socket.on('close', resolve).resume())
    }
    expect((await fetch(`${shared.router.url}/health/live`)).status).toBe(200)
  })
})

describe('besides the graph', () => {
  test('/auth is passed on to identity, with the address that the router saw', async () => {
    const response = await fetch(`${shared.router.url}/auth/sign-in/email?x=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-cma-client-ip': '6.6.6.6', [identityHeader]: 'stolen' },
      body: '{"a":1}',
    })
    expect(await response.text()).toBe('signed in')
    expect(response.headers.getSetCookie()).toEqual(['one=1', 'two=2'])
    const passed = shared.identityRequests.at(-1)
    expect(passed).toMatchObject({ method: 'POST', url: '/auth/sign-in/email?x=1', body: '{"a":1}' })
    expect(passed?.headers['x-cma-client-ip']).toBe('127.0.0.1')
    expect(passed?.headers[identityHeader]).toBeUndefined()
    expect((await fetch(`${shared.router.url}/internal/grants/x`)).status).toBe(404)
  })

  test('the web app: pages, hashed files for ever, compressed twins, nothing outside', async () => {
    const folder = path.join(shared.folder, 'web')
    await mkdir(path.join(folder, 'assets'), { recursive: true })
    await writeFile(path.join(folder, 'index.html'), '<p>app</p>')
    await writeFile(path.join(folder, '.env'), 'SECRET=1')
    await writeFile(path.join(folder, 'assets/app-1.js'), 'plain')
    await writeFile(path.join(folder, 'assets/app-1.js.br'), 'brotli')
    const { router } = await aRouter({ WEB_DIR: folder })
    const get = (at: string, headers: Record<string, string> = {}) =>
      fetch(router.url + at, { headers: { 'accept-encoding': 'identity', ...headers } })

    for (const page of ['/', '/cases', '/cases/42?tab=notes']) {
      const response = await get(page)
      expect([response.status, await response.text(), response.headers.get('cache-control')]).toEqual([
        200,
        '<p>app</p>',
        'no-cache',
      ])
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect((await get(page, { 'if-none-match': String(response.headers.get('etag')) })).status).toBe(304)
    }
    const asset = await get('/assets/app-1.js')
    expect([await asset.text(), asset.headers.get('cache-control')]).toEqual([
      'plain',
      'public, max-age=31536000, immutable',
    ])
    const compressed = await get('/assets/app-1.js', { 'accept-encoding': 'gzip, br' })
    expect(compressed.headers.get('content-encoding')).toBe('br')
    await compressed.body?.cancel()
    for (const outside of [
      '/assets/none.js',
      '/..%2fprivate.json',
      '/%2e%2e/private.json',
      '/.env',
      '/..%5cprivate.json',
      '/%00.js',
      '/%E0%A4%A',
    ]) {
      expect((await get(outside)).status, outside).toBe(404)
    }
  })

  test('ready once every subgraph was, and no longer when asked to stop', async () => {
    const { router } = shared
    // These subgraphs have no health endpoint, which is what not being ready looks like.
    expect((await fetch(`${router.url}/health/ready`)).status).toBe(503)
    expect((await fetch(`${router.url}/health/live`)).status).toBe(200)
  })

  test('stopping lets requests finish', async () => {
    const stopping = await startRouterFixture(world.sdl)
    const { cookie } = await stopping.signIn()
    const subgraph = world.subgraph('people')
    const asked = Promise.withResolvers<void>()
    const mayAnswer = Promise.withResolvers<void>()
    subgraph.before = async () => {
      asked.resolve()
      await mayAnswer.promise
    }
    const answer = stopping.ask('{ person(id: "bo") { id } }', { cookie })
    await asked.promise
    const stopped = stopping.stop()
    mayAnswer.resolve()
    expect((await answer).body).toEqual({ data: { person: { id: 'bo' } } })
    await stopped
    delete subgraph.before
    await expect(fetch(`${stopping.router.url}/health/live`)).rejects.toThrow()
  })
})
