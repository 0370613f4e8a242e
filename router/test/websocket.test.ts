import v8 from 'node:v8'
import { runInNewContext } from 'node:vm'
import { fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { closeCodes } from '../src/subscriptions/close-codes.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { connect, type Subscriber } from './subscriber.ts'
import { createAlerts } from './worlds/alerts.ts'

const stack = fileStack()
const alerts = createAlerts()
const world = await serveWorld(alerts.sources)
stack.defer(() => world.stop())
const subgraph = world.subgraph('alerts')
const raised = 'subscription ($after: String) { alertRaised(after: $after) { cursor } }'

async function aRouter(variables: Record<string, string> = {}) {
  const fixture = await startRouterFixture(world.sdl, variables)
  stack.defer(() => fixture.stop())
  const address = `${fixture.router.url}/graphql`
  return {
    ...fixture,
    address,
    async open(cookie?: string): Promise<Subscriber> {
      const client = await connect(address, cookie ? { cookie } : {})
      client.send({ type: 'connection_init' })
      return client
    },
  }
}

const shared = await aRouter()
const acknowledged = (client: Subscriber) =>
  waitUntil('connection_ack', () => client.messages.some(({ type }) => type === 'connection_ack'))

async function anAcknowledged(): Promise<Subscriber> {
  const client = await shared.open((await shared.signIn()).cookie)
  await acknowledged(client)
  return client
}

test('nobody is served without a session', async () => {
  expect(await (await shared.open()).closed).toMatchObject({ code: closeCodes.unauthorized })
  expect(await (await shared.open('cma.session_token=x.y')).closed).toMatchObject({ code: closeCodes.unauthorized })
})

test('a page of another origin cannot even connect', async () => {
  const { cookie } = await shared.signIn()
  await expect(connect(shared.address, { cookie, origin: 'https://evil.example' })).rejects.toThrow('403')
  const own = await connect(shared.address, { cookie, origin: shared.router.url })
  own.socket.terminate()
})

test.each([
  ['no JSON', 'hello', closeCodes.invalidMessage],
  ['no object', '[]', closeCodes.invalidMessage],
  ['an unknown type', '{"type":"start"}', closeCodes.invalidMessage],
  ['no id', '{"type":"subscribe","payload":{"query":"{x}"}}', closeCodes.invalidMessage],
  ['an id of another type', '{"type":"subscribe","id":1,"payload":{}}', closeCodes.invalidMessage],
  ['a second init', '{"type":"connection_init"}', closeCodes.tooManyInits],
])('%s closes the socket', async (_what, message, code) => {
  const client = await anAcknowledged()
  client.send(message)
  expect(await client.closed).toMatchObject({ code })
})

test('bytes that are no text, and frames that are too large, close the socket', async () => {
  const binary = await anAcknowledged()
  binary.socket.send(Buffer.from([1, 2, 3]))
  expect(await binary.closed).toMatchObject({ code: closeCodes.invalidMessage })
  const large = await anAcknowledged()
  large.send('x'.repeat(300_000))
  expect(await large.closed).toMatchObject({ code: 1009 })
})

test('the subprotocol, the init, and its order are required', async () => {
  const { cookie } = await shared.signIn()
  await expect(connect(shared.address, { cookie, protocol: 'graphql-ws' })).rejects.toThrow()
  const early = await connect(shared.address, { cookie })
  early.subscribe('1', raised)
  expect(await early.closed).toMatchObject({ code: closeCodes.unauthorized })
})

test('an id may be used again after its operation, and not before', async () => {
  const client = await anAcknowledged()
  client.subscribe('1', '{ ping }')
  await waitUntil('the end', () => client.messages.some(({ type }) => type === 'complete'))
  client.subscribe('1', raised)
  client.subscribe('1', raised)
  expect(await client.closed).toMatchObject({ code: closeCodes.duplicateId })
})

test('a ping is answered', async () => {
  const client = await anAcknowledged()
  client.send({ type: 'ping' })
  await waitUntil('the pong', () => client.messages.some(({ type }) => type === 'pong'))
})

test('bad operations are refused, and the socket stays', async () => {
  const client = await anAcknowledged()
  client.send({ id: '1', type: 'subscribe', payload: null })
  client.send({ id: '2', type: 'subscribe', payload: { query: '{' } })
  client.subscribe('3', 'query ($x: Int!) { ping }', {})
  client.subscribe('4', '{ ping }')
  await waitUntil(
    'all answers',
    () => client.messages.filter(({ type }) => type === 'error').length === 3 && client.results('4').length === 1,
  )
})

test('limits: operations of a socket, sockets of a session', async () => {
  const limited = await aRouter({ MAX_OPERATIONS_PER_SOCKET: '3', MAX_SOCKETS_PER_SESSION: '2' })
  const { cookie } = await limited.signIn()
  const [first, second] = [await limited.open(cookie), await limited.open(cookie)]
  await acknowledged(first)
  await acknowledged(second)
  expect(await (await limited.open(cookie)).closed).toMatchObject({ code: closeCodes.tooMany })
  for (const id of ['1', '2', '3', '4']) first.subscribe(id, raised)
  expect(await first.closed).toMatchObject({ code: closeCodes.tooMany })
  await waitUntil('a place to be free', async () => {
    const third = await limited.open(cookie)
    return Promise.race([acknowledged(third).then(() => true), third.closed.then(() => false)])
  })
  expect(second.socket.readyState).toBe(WebSocket.OPEN)
})

test('signing out closes the sockets of that session, at once, and of no other', async () => {
  const [ada, bo] = [await shared.signIn(), await shared.signIn()]
  const [hers, his] = [await shared.open(ada.cookie), await shared.open(bo.cookie)]
  await acknowledged(hers)
  await acknowledged(his)
  hers.subscribe('1', raised)
  shared.ports.nudges.publish('session-revoked', JSON.stringify({ userId: ada.userId, sessionId: ada.sessionId }))
  expect(await hers.closed).toMatchObject({ code: closeCodes.unauthorized })
  expect(his.socket.readyState).toBe(WebSocket.OPEN)
  shared.ports.nudges.publish('session-revoked', JSON.stringify({ userId: bo.userId, exceptSessionId: bo.sessionId }))
  his.send({ type: 'ping' })
  await waitUntil('the pong', () => his.messages.some(({ type }) => type === 'pong'))
  shared.ports.nudges.publish('session-revoked', JSON.stringify({ userId: bo.userId }))
  expect(await his.closed).toMatchObject({ code: closeCodes.unauthorized })
})

test('a sign-out whose nudge was lost is found at the next look', async () => {
  const looking = await aRouter({ SESSION_RECHECK_MS: '50' })
  const [ada, bo] = [await looking.signIn(), await looking.signIn()]
  const [hers, his] = [await looking.open(ada.cookie), await looking.open(bo.cookie)]
  await acknowledged(hers)
  await acknowledged(his)
  await looking.ports.keyValue.delete(`auth:${ada.token}`)
  expect(await hers.closed).toMatchObject({ code: closeCodes.unauthorized })
  await looking.ports.keyValue.set(
    `grants:${bo.userId}`,
    JSON.stringify({ c: { '01900000-0000-7000-8000-000000000001': ['DPO'] }, n: {} }),
  )
  expect(await his.closed).toMatchObject({ code: closeCodes.changed })
})

test('a change of roles closes the sockets of the person, who comes back with the new ones', async () => {
  const ada = await shared.signIn()
  const client = await shared.open(ada.cookie)
  await acknowledged(client)
  await shared.ports.keyValue.set(
    `grants:${ada.userId}`,
    JSON.stringify({ c: { '01900000-0000-7000-8000-000000000001': ['DPO'] }, n: {} }),
  )
  shared.ports.nudges.publish('grants-changed', ada.userId)
  expect(await client.closed).toMatchObject({ code: closeCodes.changed })
  await acknowledged(await shared.open(ada.cookie))
})

test('a session that runs out takes its sockets with it', async () => {
  const client = await shared.open((await shared.signIn({}, { expiresInMs: 400 })).cookie)
  await acknowledged(client)
  expect(await client.closed).toMatchObject({ code: closeCodes.unauthorized })
})

test('stopping sends clients away with a code that brings them back', async () => {
  const fixture = await startRouterFixture(world.sdl)
  const client = await connect(`${fixture.router.url}/graphql`, { cookie: (await fixture.signIn()).cookie })
  client.send({ type: 'connection_init' })
  await acknowledged(client)
  await fixture.stop()
  expect(await client.closed).toMatchObject({ code: closeCodes.goingAway })
})

test('1,000 subscribers that come and go leave nothing behind', async () => {
  const own = await aRouter({ MAX_SOCKETS_PER_SESSION: '1000' })
  const sessions = await Promise.all(Array.from({ length: 10 }, () => own.signIn()))
  const before = openSockets()
  const sizes: number[] = []
  for (let round = 0; round < 5; round++) {
    const clients = await Promise.all(
      Array.from({ length: 200 }, (_, index) => own.open(sessions[index % sessions.length]!.cookie)),
    )
    await Promise.all(clients.map(acknowledged))
    clients.forEach((client, index) => client.subscribe('1', raised, { after: String(index % 20) }))
    await waitUntil('the upstreams', () => subgraph.openSubscriptions() === 20)
    for (const client of clients) client.socket.terminate()
    await waitUntil('all to be closed', () => subgraph.openSubscriptions() === 0)
    sizes.push(await heapUsed())
  }
  // The shared connections to subgraphs stay a second for who may come next.
  await waitUntil('the sockets to be closed', () => openSockets() <= before, { deadlineMs: 15_000 })
  // The first rounds fill what is meant to stay: plans, the callers of sessions. What each subscriber left would add up.
  expect(sizes.at(-1)! - sizes[1]!).toBeLessThan(3_000_000)
}, 60_000)

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
}

/** Bytes, once everything that can be let go is. */
async function heapUsed(): Promise<number> {
  v8.setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let turn = 0; turn < 3; turn++) {
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return process.memoryUsage().heapUsed
}
