import { fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { closeCodes } from '../src/subscriptions/close-codes.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { connect } from './subscriber.ts'
import { createAlerts } from './worlds/alerts.ts'

const stack = fileStack()

async function aRouterWithAlerts(variables: Record<string, string> = {}) {
  const alerts = createAlerts()
  const world = await serveWorld(alerts.sources)
  stack.defer(() => world.stop())
  const fixture = await startRouterFixture(world.sdl, variables)
  stack.defer(() => fixture.stop())
  const subgraph = world.subgraph('alerts')
  const open = async (query: string, values?: Record<string, unknown>, signedIn?: { cookie: string }) => {
    const { cookie } = signedIn ?? (await fixture.signIn())
    const client = await connect(`${fixture.router.url}/graphql`, { cookie })
    client.send({ type: 'connection_init' })
    await waitUntil('connection_ack', () => client.messages.some(({ type }) => type === 'connection_ack'))
    client.subscribe('1', query, values)
    return client
  }
  return { alerts, world, fixture, subgraph, open }
}

const raised = 'subscription ($after: String) { alertRaised(after: $after) { alert { id text } } }'
const idsOf = (client: Awaited<ReturnType<typeof connect>>) =>
  client.results('1').map(({ data }) => (data!['alertRaised'] as { alert: { id: string } }).alert.id)

test('an event is completed from other subgraphs', async () => {
  const { alerts, subgraph, open } = await aRouterWithAlerts()
  const client = await open('subscription { alertRaised { cursor alert { __typename id text } } }')
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  alerts.raise('a')
  await waitUntil('the event', () => client.results('1').length === 1)
  expect(client.results('1')[0]).toEqual({
    data: { alertRaised: { cursor: '1', alert: { __typename: 'Alert', id: 'a', text: 'text of a' } } },
  })
})

test('a failing subgraph costs its own field of the event, and the client is told where', async () => {
  const { alerts, subgraph, open } = await aRouterWithAlerts()
  const client = await open('subscription { alertRaised { alert { id fails } } }')
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  alerts.raise('a')
  await waitUntil('the event', () => client.results('1').length === 1)
  expect(client.results('1')[0]).toMatchObject({
    data: { alertRaised: { alert: { id: 'a', fails: null } } },
    errors: [{ path: ['alertRaised', 'alert', 'fails'], extensions: { service: 'details' } }],
  })
})

test('subscribers of one scope share one upstream and one completion; others do not', async () => {
  const { alerts, fixture, world, subgraph, open } = await aRouterWithAlerts()
  const ada = await fixture.signIn()
  const clients = [await open(raised, {}, ada), await open(raised, {}, ada), await open(raised, {}, ada)]
  const stranger = await open(raised)
  await waitUntil('both upstreams', () => subgraph.openSubscriptions() === 2)
  alerts.raise('a', 'b')
  await waitUntil('all events', () => [...clients, stranger].every((client) => client.results('1').length === 2))
  for (const client of [...clients, stranger]) expect(idsOf(client)).toEqual(['a', 'b'])
  expect(world.subgraph('details').requests).toHaveLength(4)
})

test('who comes with a cursor gets all after it, although another has it already', async () => {
  const { alerts, fixture, subgraph, open } = await aRouterWithAlerts()
  alerts.raise('old')
  const ada = await fixture.signIn()
  const first = await open(raised, { after: '1' }, ada)
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  alerts.raise('a')
  await waitUntil('the event', () => first.results('1').length === 1)
  // A moment later: by the same subscription, its results again.
  const second = await open(raised, { after: '1' }, ada)
  await waitUntil('the event for the second', () => second.results('1').length === 1)
  expect(subgraph.openSubscriptions()).toBe(1)
  // After more than is kept: by one of its own.
  const many = Array.from({ length: 120 }, (_, index) => `b${index}`)
  alerts.raise(...many)
  await waitUntil('all events', () => [first, second].every((client) => client.results('1').length === 121))
  const third = await open(raised, { after: '1' }, ada)
  await waitUntil('all events for the third', () => third.results('1').length === 121)
  expect(subgraph.openSubscriptions()).toBe(2)
  alerts.raise('c')
  const clients = [first, second, third]
  await waitUntil('the last event', () => clients.every((client) => client.results('1').length === 122))
  for (const client of clients) expect(idsOf(client)).toEqual(['a', ...many, 'c'])
  for (const client of clients) client.socket.terminate()
  await waitUntil('the upstreams to be closed', () => subgraph.openSubscriptions() === 0)
})

test('unsubscribing and disconnecting close the upstream at once, without another event', async () => {
  const { subgraph, open } = await aRouterWithAlerts()
  const [first, second] = [await open(raised), await open(raised)]
  await waitUntil('both upstreams', () => subgraph.openSubscriptions() === 2)
  first.send({ id: '1', type: 'complete' })
  await waitUntil('the first to be closed', () => subgraph.openSubscriptions() === 1)
  second.socket.terminate()
  await waitUntil('the second to be closed', () => subgraph.openSubscriptions() === 0)
})

test('across a restart of its subgraph a subscription with a cursor misses nothing and repeats nothing', async () => {
  const { alerts, subgraph, open } = await aRouterWithAlerts()
  const client = await open(raised, { after: '0' })
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  alerts.raise('a', 'b')
  await waitUntil('two events', () => client.results('1').length === 2)
  for (const round of [1, 2, 3]) {
    await subgraph.stop()
    alerts.raise(`down ${round}.1`, `down ${round}.2`)
    await subgraph.start()
    await waitUntil('the upstream to be back', () => subgraph.openSubscriptions() === 1)
    alerts.raise(`up ${round}`)
  }
  await waitUntil('all events', () => client.results('1').length >= 11)
  expect(idsOf(client)).toEqual(alerts.entries)
  expect(alerts.resumedAfter.slice(0, 2)).toEqual(['0', '2'])
  expect(alerts.resumedAfter).toHaveLength(4)
  // The cursor is selected by the router alone, and not shown.
  expect(client.results('1')[0]?.data).toEqual({ alertRaised: { alert: { id: 'a', text: 'text of a' } } })
})

test('a literal cursor and an aliased field are resumed as well', async () => {
  const { alerts, subgraph, open } = await aRouterWithAlerts()
  alerts.raise('old', 'a')
  const client = await open('subscription { it: alertRaised(after: "1") { alert { id } cursor } }')
  await waitUntil('the event', () => client.results('1').length === 1)
  await subgraph.stop()
  alerts.raise('b')
  await subgraph.start()
  await waitUntil('the other event', () => client.results('1').length === 2)
  expect(client.results('1').map(({ data }) => data)).toEqual([
    { it: { alert: { id: 'a' }, cursor: '2' } },
    { it: { alert: { id: 'b' }, cursor: '3' } },
  ])
})

test('a subscription that cannot be resumed is closed when its subgraph goes away', async () => {
  const { subgraph, open } = await aRouterWithAlerts()
  const client = await open('subscription { ticked { number } }')
  const live = await open(raised) // no cursor yet: what it misses could not be asked for
  await waitUntil('the subscriptions', () => subgraph.openSubscriptions() === 2)
  await subgraph.stop()
  expect(await client.closed).toMatchObject({ code: closeCodes.sourceLost })
  expect(await live.closed).toMatchObject({ code: closeCodes.sourceLost })
})

test('events stay in order although their completions do not', async () => {
  const { alerts, subgraph, world, open } = await aRouterWithAlerts()
  let calls = 0
  // Every other completion is answered late.
  world.subgraph('details').before = () =>
    calls++ % 2 === 0 ? new Promise((resolve) => setTimeout(resolve, 20)) : undefined
  const client = await open(raised)
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  const ids = Array.from({ length: 60 }, (_, index) => `e${index}`)
  alerts.raise(...ids)
  await waitUntil('all events', () => client.results('1').length === ids.length)
  expect(idsOf(client)).toEqual(ids)
})

test('a client that does not read is closed as too slow, and nothing was left out before', async () => {
  const { alerts, subgraph, open } = await aRouterWithAlerts({ MAX_SOCKET_BUFFER_BYTES: '100000' })
  const client = await open('subscription { ticked { number padding(length: 20000) } }')
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  client.socket.pause()
  alerts.tick(1_500)
  await waitUntil('the upstream to be closed', () => subgraph.openSubscriptions() === 0, { deadlineMs: 15_000 })
  client.socket.resume()
  expect(await client.closed).toMatchObject({ code: closeCodes.tooSlow })
  const numbers = client.results('1').map(({ data }) => (data!['ticked'] as { number: number }).number)
  expect(numbers.length).toBeLessThan(1_500)
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
}, 30_000)

test('a reload closes sockets with its own code, after the new schema is in force', async () => {
  const { fixture, world, subgraph, open } = await aRouterWithAlerts()
  const { cookie } = await fixture.signIn()
  const client = await open(raised)
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  fixture.router.reload(world.sdl.replace('alertCount: Int!', 'alertCount: Int! @deprecated'))
  expect(await client.closed).toMatchObject({ code: closeCodes.changed })
  expect((await fixture.ask('{ alertCount }', { cookie })).body).toEqual({ data: { alertCount: 0 } })
  expect(() => fixture.router.reload('type Query { broken')).toThrow()
  expect((await fixture.ask('{ alertCount }', { cookie })).body).toEqual({ data: { alertCount: 0 } })
})

test('what the subgraph refuses, the client is told', async () => {
  const { open } = await aRouterWithAlerts()
  const client = await open('subscription { nope }')
  await waitUntil('the refusal', () => client.messages.some(({ type }) => type === 'error'))
  expect(client.messages.at(-1)).toMatchObject({
    id: '1',
    payload: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  })
})

test('queries and mutations run over the socket too', async () => {
  const { open } = await aRouterWithAlerts()
  const client = await open('{ alertCount ping }')
  await waitUntil('the end', () => client.messages.some(({ type }) => type === 'complete'))
  expect(client.results('1')).toEqual([{ data: { alertCount: 0, ping: 'pong' } }])
})
