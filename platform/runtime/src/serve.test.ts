import { readFileSync } from 'node:fs'
import {
  aCentre,
  aViewer,
  clientFor,
  fileStack,
  signIdentity,
  startSubgraph,
  waitUntil,
  type TestDatabase,
  type TestSubgraph,
} from '@cma/testing'
import { generateKeyPair, SignJWT } from 'jose'
import { inject, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { aProbeDatabase, aThing } from '../probe/probe-database.ts'
import { probe, seen, type PrismaClient } from '../probe/probe.ts'
import { createIdentityVerifier } from './identity-token.ts'

const stack = fileStack()
let database: TestDatabase
let environment: Record<string, string>
let subgraph: TestSubgraph<PrismaClient>
beforeAll(async () => {
  const made = await aProbeDatabase()
  database = stack.use(made.database)
  environment = { ...made.environment, LOG_LEVEL: 'silent' }
  subgraph = stack.use(await startSubgraph(probe, { database, environment }))
})

const post = (headers: Record<string, string>, body = '{"query":"{ __typename }"}') =>
  fetch(subgraph.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

describe('trusts the router only:', () => {
  const sign = async ({
    audience = 'subgraphs',
    expires = '60s',
    key,
  }: { audience?: string; expires?: string; key?: CryptoKey } = {}) => {
    const jwk = JSON.parse(readFileSync(inject('keys').identityPrivateKey, 'utf8')) as { kid: string }
    const { importJWK } = await import('jose')
    return new SignJWT({ kind: 'USER', c: {}, n: {}, scopes: [] })
      .setProtectedHeader({ alg: 'EdDSA', kid: jwk.kid })
      .setSubject('somebody')
      .setAudience(audience)
      .setExpirationTime(expires)
      .sign(key ?? (await importJWK(jwk, 'EdDSA')))
  }

  test('a token that it signed', async () => {
    expect((await post({ 'x-cma-identity': await sign() })).status).toBe(200)
  })

  test.each([
    ['no token', async () => undefined],
    ['text', async () => 'not.a.token'],
    ['a token for others', () => sign({ audience: 'browsers' })],
    ['an old token', () => sign({ expires: '1 second ago' })],
    [
      'a token of another key',
      async () => sign({ key: (await generateKeyPair('EdDSA', { extractable: true })).privateKey }),
    ],
    [
      'an unsigned token',
      async () =>
        `${btoa('{"alg":"none"}')}.${btoa('{"sub":"somebody","kind":"SYSTEM","c":{},"n":{},"scopes":[],"aud":"subgraphs","exp":9999999999}')}.`,
    ],
  ])('refuses %s, over HTTP and over WebSocket', async (_, make) => {
    const token = await make()
    const response = await post(token === undefined ? {} : { 'x-cma-identity': token })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    const socket = new WebSocket(subgraph.url.replace('http', 'ws'), 'graphql-transport-ws')
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { identity: token } })))
    expect(await closed).toBe(4403)
  })

  test('a token that was good is refused once it is over', async () => {
    let at = new Date()
    const keys = JSON.parse(readFileSync(inject('keys').identityPublicKeys, 'utf8')) as never
    const verify = createIdentityVerifier(keys, () => at)
    const token = await signIdentity(aViewer())
    expect(await verify(token)).toBeDefined()
    expect(await verify(token)).toBeDefined() // remembered
    at = new Date(at.getTime() + 61_000)
    expect(await verify(token)).toBeUndefined()
    expect(await verify(token)).toBeUndefined()
  })
})

test.each([
  ['not JSON', '{', 400],
  ['too large', JSON.stringify({ query: `{ __typename } #${'x'.repeat(2_100_000)}` }), 413],
])('a body that is %s is refused', async (_, body, status) => {
  const response = await post({ 'x-cma-identity': await signIdentity(aViewer()) }, body)
  expect(response.status).toBe(status)
})

test('what a resolver throws by surprise does not get out', async () => {
  const { errors } = await subgraph.as(aViewer()).send('{ fails }')
  expect(errors).toMatchObject([{ path: ['fails'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
  expect(JSON.stringify(errors)).not.toContain('internal matter')
})

test('the statements of a request do not grow with its entities', async () => {
  const count = async (things: number) => {
    const { id: centreId } = await aCentre(database)
    const representations = []
    for (let at = 0; at < things; at += 1)
      representations.push({ __typename: 'Thing', id: (await aThing(database, { centreId, parts: 2 })).id })
    const response = await post(
      { 'x-cma-identity': await signIdentity(aViewer({ at: { id: centreId } })) },
      JSON.stringify({
        query:
          'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id label parts { name thing { label } } } } }',
        variables: { r: representations },
      }),
    )
    const { data } = (await response.json()) as { data: { _entities: Array<{ parts: unknown[] }> } }
    expect(data._entities.map(({ parts }) => parts.length)).toEqual(Array.from({ length: things }, () => 2))
    return response.headers.get('x-sql-statements')
  }
  expect(await count(1)).toBe('2')
  expect(await count(25)).toBe('2')
})

test('a network-wide role counts at a centre that was added just now', async () => {
  const first = await aThing(database)
  const [centre] = await database.query<{ network_id: string }>('select network_id from app.centre where id = $1', [
    first.centreId,
  ])
  const officer = subgraph.as(
    aViewer({ throughNetwork: { networkId: centre!.network_id }, roles: ['COMPLIANCE_OFFICER'] }),
  )
  const ids = async () =>
    (await officer.ask<{ things: Array<{ id: string }> }>('{ things { id } }')).things.map(({ id }) => id)
  expect(await ids()).toEqual([first.id])
  const second = await aCentre(database, { networkId: centre!.network_id })
  const added = await aThing(database, { centreId: second.id })
  expect((await ids()).sort()).toEqual([first.id, added.id].sort())
})

describe('a subscription', () => {
  const addThing = 'mutation ($input: AddThingInput!) { addThing(input: $input) { ... on Thing { id } } }'

  test('delivers each event with a fresh look at the data, and only what its viewer sees', async () => {
    const { id: centreId } = await aCentre(database)
    const member = subgraph.as(aViewer({ at: { id: centreId } }))
    const before = seen.openSources
    const events = member.subscribe<{ thingAdded: { id: string; label: string; parts: unknown[] } }>(
      'subscription { thingAdded { id label parts { name } } }',
    )
    await waitUntil('the source is open', () => seen.openSources === before + 1)
    for (const label of ['one', 'two']) {
      const { addThing: added } = await member.ask<{ addThing: { id: string } }>(addThing, {
        input: { centreId, label, parts: ['a'] },
      })
      expect((await events.next()).thingAdded).toMatchObject({ id: added.id, label, parts: [{ name: 'a' }] })
    }
    await events[Symbol.asyncDispose]()
    await waitUntil('the source is closed, with no further event', () => seen.openSources === before)
  })

  test('holds no connection to the database while it waits', async () => {
    const narrow = stack.use(
      await startSubgraph(probe, { database, environment: { ...environment, DATABASE_LANES: '1' } }),
    )
    const thing = await aThing(database)
    const member = narrow.as(aViewer({ at: { id: thing.centreId } }))
    const before = seen.openSources
    const streams = Array.from({ length: 5 }, () => member.subscribe('subscription { thingAdded { id } }'))
    await waitUntil('all are open', () => seen.openSources === before + 5)
    expect(await member.ask('query ($id: ID!) { thing(id: $id) { id } }', { id: thing.id })).toEqual({
      thing: { id: thing.id },
    })
    await Promise.all(streams.map((stream) => stream[Symbol.asyncDispose]()))
  })
})

describe('health and shutdown', () => {
  test('is ready while the database answers', async () => {
    expect((await fetch(`${subgraph.origin}/health/live`)).status).toBe(200)
    expect((await fetch(`${subgraph.origin}/health/ready`)).status).toBe(200)
    expect((await fetch(`${subgraph.origin}/elsewhere`)).status).toBe(404)
  })

  test('is alive and not ready when its background work is not', async () => {
    const ill = { ...probe, background: async () => ({ healthy: () => false, stop: async () => {} }) }
    await using running = await startSubgraph(ill, { database, environment })
    expect((await fetch(`${running.origin}/health/live`)).status).toBe(200)
    expect((await fetch(`${running.origin}/health/ready`)).status).toBe(503)
  })

  test('finishes what is under way, takes nothing new, closes sockets with 1001, stops once', async () => {
    const running = await startSubgraph(probe, { database, environment })
    const token = await signIdentity(aViewer())
    const client = clientFor(running.url, aViewer())
    const socket = new WebSocket(running.url.replace('http', 'ws'), 'graphql-transport-ws')
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    await new Promise((resolve) => {
      socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { identity: token } })))
      socket.on('message', resolve)
    })
    const slow = client.ask<{ slow: string }>('{ slow(milliseconds: 500) }')
    await waitUntil(
      'the request has reached the database',
      async () =>
        (
          await database.query(
            `select from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and usename = 'cases_app'`,
          )
        ).length > 0,
    )
    const stopping = Promise.all([running[Symbol.asyncDispose](), running[Symbol.asyncDispose]()])
    expect(await slow).toEqual({ slow: 'done' })
    expect(await closed).toBe(1001)
    await stopping
    await expect(fetch(`${running.origin}/health/live`)).rejects.toThrow()
  })
})
