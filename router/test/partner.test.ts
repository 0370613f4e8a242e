import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { composeServices } from '@apollo/composition'
import { createIdentityVerifier, identityHeader } from '@cma/runtime'
import { fileStack, waitUntil } from '@cma/testing'
import { parse } from 'graphql'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { describe, expect, test } from 'vitest'
import { loadSupergraph } from '../src/supergraph/supergraph.ts'
import { variantOf } from '../src/supergraph/variant.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import type { SubgraphSource } from './serve-subgraph.ts'

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports.map((name) => `"${name}"`).join(', ')}])`
const tag = '@tag(name: "partner")'

const one = { internalId: 'i1', reference: 'CMA-1', clientName: 'Ann', stage: 'OPEN' }
const two = { ...one, internalId: 'i2', reference: 'CMA-2', stage: 'FORENSIC' }
let tick: (() => void) | undefined

const cases: SubgraphSource = {
  name: 'cases',
  sdl: `${link('@key', '@tag')}
    type Query {
      caseByReference(reference: String! ${tag}): Case ${tag}
      cases(first: Int = 20 ${tag}, search: String): [Case!]! ${tag}
      clients: [Client!]!
    }
    type Mutation { close(reference: String!): Case }
    type Subscription { caseMoved: Case ${tag} clientMoved: Client }
    type Case @key(fields: "internalId") {
      internalId: ID! reference: String! ${tag} clientName: String! stage: Stage ${tag} client: Client
    }
    type Client { name: String! }
    enum Stage { OPEN ${tag} CLOSED ${tag} FORENSIC }
  `,
  resolvers: {
    Query: {
      caseByReference: (_: unknown, { reference }: { reference: string }) =>
        [one, two].find((found) => found.reference === reference) ?? null,
      cases: () => [one, two],
      clients: () => [],
    },
    Case: { __resolveReference: ({ internalId }: { internalId: string }) => (internalId === 'i1' ? one : two) },
    Subscription: {
      caseMoved: {
        subscribe: () => ({
          [Symbol.asyncIterator]() {
            return this
          },
          next: () => new Promise((resolve) => (tick = () => resolve({ done: false, value: one }))),
          return: async () => ({ done: true, value: undefined }),
        }),
        resolve: (moved: unknown) => moved,
      },
    },
  },
}
const compliance: SubgraphSource = {
  name: 'compliance',
  sdl: `${link('@key', '@tag')}
    type Query { ping: String }
    type Case @key(fields: "internalId") { internalId: ID! percentage: Int ${tag} }
  `,
  resolvers: { Case: { __resolveReference: (found: object) => found, percentage: () => 75 } },
}

const stack = fileStack()
const world = await serveWorld([cases, compliance])
stack.defer(() => world.stop())

const folder = await mkdtemp(path.join(tmpdir(), 'partner-'))
stack.defer(() => rm(folder, { recursive: true }))
const keys = await generateKeyPair('ES256', { extractable: true })
const otherKeys = await generateKeyPair('ES256', { extractable: true })
const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'partner', alg: 'ES256' }] }
const issuer = 'https://identity.example'
const audience = 'https://graph.example/partner'
const centre = '01900000-0000-7000-8000-000000000001'

interface Token {
  key?: CryptoKey
  issuer?: string
  audience?: string
  expires?: string | number
  claims?: Record<string, unknown>
}

function aToken({ key = keys.privateKey, expires = '5m', claims = {}, ...rest }: Token = {}): Promise<string> {
  const token = new SignJWT({ scope: 'cases:read more', grants: { c: { [centre]: ['PARTNER_APP'] } }, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'partner' })
    .setSubject('housing-charity')
    .setIssuer(rest.issuer ?? issuer)
    .setAudience(rest.audience ?? audience)
  if (expires !== '') token.setExpirationTime(expires)
  return token.sign(key)
}

async function aRouter(variables: Record<string, string> = {}) {
  const file = path.join(folder, 'jwks.json')
  await writeFile(file, JSON.stringify(jwks))
  const fixture = await startRouterFixture(world.sdl, {
    PARTNER_JWKS: file,
    PARTNER_ISSUER: issuer,
    PARTNER_AUDIENCE: audience,
    ...variables,
  })
  stack.defer(() => fixture.stop())
  return fixture
}
const shared = await aRouter()

async function ask(query: string, { token = '', headers = {}, url = shared.router.url, variables = {} } = {}) {
  const response = await fetch(`${url}/partner/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await response.json()) as {
    data?: unknown
    errors?: { message: string; extensions: { code: string } }[]
  }
  const code = errors?.[0]?.extensions.code
  return { status: response.status, headers: response.headers, data, errors, code }
}

describe('the schema for partners', () => {
  test('has what is tagged, put together from all subgraphs by keys that partners do not see', async () => {
    const token = await aToken()
    const { data } = await ask('{ caseByReference(reference: "CMA-1") { reference stage percentage } }', { token })
    expect(data).toEqual({ caseByReference: { reference: 'CMA-1', stage: 'OPEN', percentage: 75 } })
  })

  test.each([
    ['a field', '{ cases { clientName } }'],
    ['a key', '{ cases { internalId } }'],
    ['a root field', '{ clients { name } }'],
    ['a type', '{ cases { ... on Client { name } } }'],
    ['an argument', '{ cases(search: "Ann") { reference } }'],
    ['a mutation', 'mutation { close(reference: "CMA-1") { reference } }'],
    ['a subscription', 'subscription { clientMoved { name } }'],
  ])('does not have %s that is not', async (_what, query) => {
    const token = await aToken()
    expect(await ask(query, { token })).toMatchObject({ status: 400, code: 'GRAPHQL_VALIDATION_FAILED' })
  })

  test('a value that is not tagged is nothing', async () => {
    const { data, errors } = await ask('{ caseByReference(reference: "CMA-2") { stage } }', { token: await aToken() })
    expect([data, errors]).toEqual([{ caseByReference: { stage: null } }, undefined])
  })

  test('tells of itself and of nothing else', async () => {
    const { data } = await ask('{ __schema { mutationType { name } types { name } } }', { token: await aToken() })
    const { __schema: schema } = data as { __schema: { mutationType: null; types: { name: string }[] } }
    const own = schema.types.map(({ name }) => name).filter((name) => !name.startsWith('__'))
    expect(own.sort()).toEqual(['Boolean', 'Case', 'Int', 'Query', 'Stage', 'String', 'Subscription'])
    expect(schema.mutationType).toBeNull()
  })
})

describe('access tokens', () => {
  test('tell subgraphs which software asks, with its scopes and grants', async () => {
    world.subgraph('cases').requests.length = 0
    await ask('{ cases { reference } }', { token: await aToken() })
    const verify = createIdentityVerifier({ keys: [shared.publicJwk] })
    expect(await verify(String(world.subgraph('cases').requests[0]?.headers[identityHeader]))).toEqual({
      sub: 'housing-charity',
      kind: 'PARTNER',
      c: { [centre]: ['PARTNER_APP'] },
      n: {},
      scopes: ['cases:read', 'more'],
    })
  })

  test.each<[string, Token]>([
    ['of another issuer', { issuer: 'https://evil.example' }],
    ['for another audience', { audience: 'https://other.example' }],
    ['that ran out', { expires: '-1m' }],
    ['that never runs out', { expires: '' }],
    ['of another key', { key: otherKeys.privateKey }],
    ['that claims to be a manager', { claims: { grants: { c: { [centre]: ['CENTRE_MANAGER'] } } } }],
    ['with grants of no known form', { claims: { grants: 'all' } }],
  ])('%s are refused', async (_what, options) => {
    const { status, code, headers } = await ask('{ cases { reference } }', { token: await aToken(options) })
    expect([status, code, headers.get('www-authenticate')]).toEqual([401, 'UNAUTHENTICATED', 'Bearer realm="partner"'])
  })

  test('are the only way in here, and no way in elsewhere', async () => {
    const { cookie } = await shared.signIn({ c: { [centre]: ['CENTRE_MANAGER'] } })
    expect((await ask('{ cases { reference } }', { headers: { cookie } })).status).toBe(401)
    expect((await ask('{ __schema { queryType { name } } }')).status).toBe(401)
    const elsewhere = await shared.ask('{ clients { name } }', {
      headers: { authorization: `Bearer ${await aToken()}` },
    })
    expect(elsewhere.status).toBe(401)
    const ours = { [identityHeader]: String(world.subgraph('cases').requests[0]?.headers[identityHeader]) }
    expect((await ask('{ cases { reference } }', { headers: ours })).status).toBe(401)
  })

  test('are known by keys at an address too', async () => {
    const server = createServer((_request, response) => response.end(JSON.stringify(jwks)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    stack.defer(() => new Promise<void>((resolve) => server.close(() => resolve())))
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const { router } = await aRouter({ PARTNER_JWKS: `http://127.0.0.1:${port}/jwks` })
    const [good, bad] = [await aToken(), await aToken({ key: otherKeys.privateKey })]
    expect((await ask('{ cases { reference } }', { token: good, url: router.url })).status).toBe(200)
    expect((await ask('{ cases { reference } }', { token: bad, url: router.url })).status).toBe(401)
  })
})

test('a partner has a budget and a rate of its own', async () => {
  const { router } = await aRouter({
    COST_BUDGET_PARTNER: '10',
    PARTNER_OPERATIONS_PER_SECOND: '0.02',
    PARTNER_OPERATIONS_AT_ONCE: '2',
  })
  const token = await aToken()
  expect(await ask('{ a: cases { reference } b: cases { reference } }', { token, url: router.url })).toMatchObject({
    status: 400,
    code: 'QUERY_TOO_EXPENSIVE',
  })
  expect((await ask('{ cases { reference } }', { token, url: router.url })).status).toBe(200)
  expect(await ask('{ cases { reference } }', { token, url: router.url })).toMatchObject({
    status: 429,
    code: 'RATE_LIMITED',
  })
})

test('a partner subscribes to event streams, until its token runs out', async () => {
  const token = await aToken({ expires: Math.floor(Date.now() / 1_000) + 3 })
  const response = await fetch(`${shared.router.url}/partner/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: 'subscription { caseMoved { reference percentage } }' }),
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  await waitUntil('the subscription', () => tick !== undefined)
  tick?.()
  const text = await response.text()
  expect(text).toContain('event: next\ndata: {"data":{"caseMoved":{"reference":"CMA-1","percentage":75}}}\n\n')
  expect(text).toContain('"4401"')
  expect(text).toContain('event: complete')
})

test('without keys nothing is offered to partners', async () => {
  const fixture = await startRouterFixture(world.sdl)
  stack.defer(() => fixture.stop())
  const response = await fetch(`${fixture.router.url}/partner/graphql`, { method: 'POST' })
  expect(response.status).toBe(404)
  await expect(startRouterFixture(world.sdl, { PARTNER_JWKS: 'x' })).rejects.toThrow('needs PARTNER_ISSUER')
})

describe('a variant that is no valid schema is refused', () => {
  const compose = (sdl: string) => {
    const result = composeServices([{ name: 'a', url: 'http://a', typeDefs: parse(`${link('@tag')} ${sdl}`) }])
    if (result.errors) throw new Error(result.errors.join())
    return result.supergraphSdl
  }
  test.each([
    ['a field whose type was left out', `type Query { a: A ${tag} } type A { x: Int }`, '"A" is @inaccessible'],
    ['an argument that is needed', `type Query { a(x: Int!): Int ${tag} }`, 'is @inaccessible but is a required'],
    ['nothing to ask for', `type Query { a: Int } type A ${tag} { x: Int }`, 'Query'],
    ['no tag at all', `type Query { a: Int }`, 'Nothing in the supergraph has a tag'],
  ])('%s', (_what, sdl, message) => {
    expect(() => variantOf(compose(sdl), 'partner')).toThrow(message)
  })
})

test('what partners see of the product', async () => {
  const sdl = await readFile(new URL('../../supergraph.graphql', import.meta.url), 'utf8')
  const schema = loadSupergraph(variantOf(sdl, 'partner')).apiSchema
  expect(Object.keys(schema.getQueryType()?.getFields() ?? {}).sort()).toEqual([
    'case',
    'caseByReference',
    'cases',
    'centres',
  ])
  expect([schema.getMutationType(), schema.getSubscriptionType()]).toEqual([undefined, undefined])
  const names = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'))
  expect(names).toContain('CaseCompliance')
  for (const closed of ['Client', 'Note', 'User', 'ComplianceAlert', 'AuditEvent', 'CaseFilter']) {
    expect(names).not.toContain(closed)
  }
})
