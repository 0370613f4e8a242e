import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileStack } from '@cma/testing'
import { describe, expect, test } from 'vitest'
import { createGraph } from '../src/graph.ts'
import { readTrustedDocuments } from '../src/documents/trusted-documents.ts'
import { warmUp } from '../src/documents/warm-up.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture, type RouterFixture } from './router-fixture.ts'
import { connect } from './subscriber.ts'
import { library } from './worlds/library.ts'

const stack = fileStack()
const world = await serveWorld(library)
stack.defer(() => world.stop())

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const trusted = 'query Who($id: ID!) { person(id: $id) { id name } }'
const retired = 'query Old { ping }'

const webDir = await mkdtemp(path.join(tmpdir(), 'router-documents-'))
stack.defer(() => rm(webDir, { recursive: true }))
const manifest = (...documents: [name: string, body: string][]) =>
  JSON.stringify({
    format: 'apollo-persisted-query-manifest',
    version: 1,
    operations: documents.map(([name, body]) => ({ id: hash(body), name, type: 'query', body })),
  })
await writeFile(path.join(webDir, 'persisted-documents.json'), manifest(['Who', trusted]))
const earlier = path.join(webDir, 'earlier.json')
await writeFile(earlier, manifest(['Old', retired]))

async function aRouter(variables: Record<string, string> = {}) {
  const fixture = await startRouterFixture(world.sdl, { WEB_DIR: webDir, ...variables })
  stack.defer(() => fixture.stop())
  const { cookie } = await fixture.signIn()
  return { ...fixture, cookie, post: (body: unknown, as = cookie) => post(fixture, body, as) }
}

async function post(fixture: RouterFixture, body: unknown, cookie: string) {
  const response = await fetch(`${fixture.router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  })
  const { data, errors } = (await response.json()) as {
    data?: unknown
    errors?: { message: string; extensions: { code: string } }[]
  }
  return { status: response.status, data, code: errors?.[0]?.extensions.code, message: errors?.[0]?.message }
}

const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash(text) } } })
const any = await aRouter()
const strict = await aRouter({ DOCUMENTS: 'trusted-for-staff', DOCUMENT_MANIFESTS: earlier })

describe('a trusted document', () => {
  test.each([
    ['as Apollo Client sends it', { ...persisted(trusted), operationName: 'Who' }],
    ['as GraphQL over HTTP has it', { documentId: `sha256:${hash(trusted)}` }],
    ['with its text besides', { ...persisted(trusted), query: trusted }],
  ])('is found by its id: %s', async (_what, form) => {
    const { data } = await any.post({ ...form, variables: { id: 'bo' } })
    expect(data).toMatchObject({ person: { id: 'bo' } })
  })

  test('is the one that runs, whatever text comes with its id', async () => {
    const { data } = await strict.post({ ...persisted(trusted), query: '{ ping }', variables: { id: 'bo' } })
    expect(data).toMatchObject({ person: { id: 'bo' } })
  })

  test('with the name of another operation does not run', async () => {
    await any.post({ documentId: hash(trusted), variables: { id: 'bo' } })
    const { code } = await any.post({ documentId: hash(trusted), operationName: 'Other', variables: { id: 'bo' } })
    expect(code).toBe('OPERATION_RESOLUTION_FAILURE')
  })

  test('is not for whoever has not signed in', async () => {
    expect(await post(any, { documentId: hash(trusted), variables: { id: 'bo' } }, '')).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    })
  })

  test('runs over a WebSocket too', async () => {
    const client = await connect(`${strict.router.url}/graphql`, { cookie: strict.cookie })
    stack.defer(() => client.socket.terminate())
    client.send({ type: 'connection_init' })
    await client.until(({ type }) => type === 'connection_ack')
    client.send({ id: '1', type: 'subscribe', payload: { ...persisted(trusted), variables: { id: 'bo' } } })
    client.send({ id: '2', type: 'subscribe', payload: { query: '{ ping }' } })
    await client.until(({ id, type }) => id === '1' && type === 'complete')
    expect(client.results('1')).toMatchObject([{ data: { person: { id: 'bo' } } }])
    const refused = await client.until(({ id, type }) => id === '2' && type === 'error')
    expect(refused.payload).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_TRUSTED' } }])
  })
})

describe('trusted-for-staff', () => {
  test('people run nothing else, by text or by a hash of their own', async () => {
    expect(await strict.post({ query: '{ ping }' })).toMatchObject({ status: 400, code: 'DOCUMENT_NOT_TRUSTED' })
    const registering = { ...persisted('{ ping }'), query: '{ ping }' }
    expect(await strict.post(registering)).toMatchObject({ status: 400, code: 'DOCUMENT_NOT_TRUSTED' })
    expect(await strict.post(persisted('{ ping }'))).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  })

  test('a trusted text is trusted without its id, and so are documents of releases before', async () => {
    expect((await strict.post({ query: trusted, variables: { id: 'bo' } })).data).toMatchObject({
      person: { id: 'bo' },
    })
    expect((await strict.post(persisted(retired))).data).toEqual({ ping: 'pong' })
  })

  test('what a subgraph asks is not bound by it', async () => {
    world.subgraph('people').requests.length = 0
    await strict.post({ ...persisted(trusted), variables: { id: 'bo' } })
    const token = String(world.subgraph('people').requests[0]?.headers['x-cma-identity'])
    expect((await strict.ask('{ ping }', { headers: { 'x-cma-identity': token } })).body.data).toEqual({ ping: 'pong' })
  })

  test('a router without any document does not start like this', async () => {
    const variables = { DOCUMENTS: 'trusted-for-staff' }
    await expect(startRouterFixture(world.sdl, variables)).rejects.toThrow('there are no trusted documents')
  })
})

describe('documents that clients register', () => {
  const text = '{ person(id: "ada") { id } }'

  test('are asked for once, then known by their hash to every router', async () => {
    expect(await any.post(persisted(text))).toMatchObject({
      status: 200,
      code: 'PERSISTED_QUERY_NOT_FOUND',
      message: 'PersistedQueryNotFound',
    })
    const ada = { person: { id: 'ada' } }
    expect((await any.post({ ...persisted(text), query: text })).data).toEqual(ada)
    expect((await any.post(persisted(text))).data).toEqual(ada)
    const other = await aRouter()
    await other.ports.keyValue.set(
      `document:${hash(text)}`,
      String(await any.ports.keyValue.get(`document:${hash(text)}`)),
    )
    expect((await other.post(persisted(text))).data).toEqual(ada)
  })

  test('must have the hash that they say', async () => {
    const lie = { ...persisted(text), query: '{ ping }' }
    expect(await any.post(lie)).toMatchObject({ status: 400, code: 'PERSISTED_QUERY_HASH_MISMATCH' })
    await any.ports.keyValue.set(`document:${hash('{ a }')}`, '{ ping }')
    expect(await any.post(persisted('{ a }'))).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' })
  })

  test.each([
    ['invalid', '{ nothing }'],
    ['long', `{ ping ${'#'.repeat(40_000)}\n}`],
  ])('are not kept when they are %s', async (_what, document) => {
    await any.post({ ...persisted(document), query: document })
    expect((await any.post(persisted(document))).code).toBe('PERSISTED_QUERY_NOT_FOUND')
    expect(await any.ports.keyValue.get(`document:${hash(document)}`)).toBeUndefined()
  })

  test.each([
    ['a number', { documentId: 1 }],
    ['too long', { documentId: 'x'.repeat(300) }],
    ['empty', { documentId: '' }],
    ['nothing at all', { extensions: { persistedQuery: {} } }],
  ])('an id that is %s is refused', async (_what, body) => {
    expect(await any.post(body)).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
  })
})

test('trusted documents are planned before anybody asks', async () => {
  const graph = createGraph({ sdl: world.sdl })
  const broken = path.join(webDir, 'broken.json')
  await writeFile(broken, manifest(['Who', trusted], ['Broken', '{ gone }']))
  const documents = await readTrustedDocuments([broken])
  expect(await warmUp(graph, documents, new AbortController())).toEqual(['Broken'])
  const stopped = new AbortController()
  stopped.abort()
  expect(await warmUp(graph, documents, stopped)).toEqual([])
})

test('a file that is no manifest is refused', async () => {
  const file = path.join(webDir, 'other.json')
  await writeFile(file, '{"format":"other"}')
  await expect(readTrustedDocuments([file])).rejects.toThrow('is not an Apollo persisted-query manifest')
})
