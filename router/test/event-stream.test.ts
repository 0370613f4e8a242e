import { fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { closeCodes } from '../src/subscriptions/close-codes.ts'
import { serveWorld } from './compose.ts'
import { startRouterFixture } from './router-fixture.ts'
import { createAlerts } from './worlds/alerts.ts'

const stack = fileStack()
const alerts = createAlerts()
const world = await serveWorld(alerts.sources)
stack.defer(() => world.stop())
const fixture = await startRouterFixture(world.sdl, { MAX_SOCKETS_PER_SESSION: '2' })
stack.defer(() => fixture.stop())
const subgraph = world.subgraph('alerts')
const raised = 'subscription ($after: String) { alertRaised(after: $after) { alert { id text } } }'

interface Event {
  event: string
  data: { data?: unknown; errors?: { message: string; extensions: { code: string } }[] } | undefined
}

/** Opens a stream and collects its events; `ended` resolves when the router has ended it. */
async function open(cookie: string, query: string, variables: Record<string, unknown> = {}) {
  const leave = new AbortController()
  const response = await fetch(`${fixture.router.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie },
    body: JSON.stringify({ query, variables }),
    signal: leave.signal,
  })
  const events: Event[] = []
  const read = async () => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      for (const part of whole) {
        const event = /^event: (.*)$/m.exec(part)?.[1]
        const data = /^data: (.*)$/m.exec(part)?.[1]
        if (event) events.push({ event, data: data ? (JSON.parse(data) as Event['data']) : undefined })
      }
    }
  }
  return { response, events, ended: read().catch(() => undefined), leave: () => leave.abort() }
}

test('a subscription over server-sent events, from its cursor on, until the client leaves', async () => {
  const { cookie } = await fixture.signIn()
  alerts.raise('old', 'a')
  const stream = await open(cookie, raised, { after: '1' })
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
  await waitUntil('the replay', () => stream.events.length === 1)
  alerts.raise('b')
  await waitUntil('the event', () => stream.events.length === 2)
  expect(stream.events).toEqual(
    ['a', 'b'].map((id) => ({
      event: 'next',
      data: { data: { alertRaised: { alert: { id, text: `text of ${id}` } } } },
    })),
  )
  stream.leave()
  await waitUntil('the upstream to be closed', () => subgraph.openSubscriptions() === 0)
})

test('queries and refusals are streams of one event', async () => {
  const { cookie } = await fixture.signIn()
  const query = await open(cookie, '{ ping }')
  await query.ended
  expect(query.events).toEqual([
    { event: 'next', data: { data: { ping: 'pong' } } },
    { event: 'complete', data: undefined },
  ])
  const refused = await open(cookie, 'subscription { nope }')
  await refused.ended
  expect(refused.events.map(({ event, data }) => [event, data?.errors?.[0]?.extensions.code])).toEqual([
    ['next', 'GRAPHQL_VALIDATION_FAILED'],
    ['complete', undefined],
  ])
})

test('signing out ends the stream, and says why', async () => {
  const { cookie, userId } = await fixture.signIn()
  const stream = await open(cookie, raised)
  await waitUntil('the subscription', () => subgraph.openSubscriptions() === 1)
  fixture.ports.nudges.publish('session-revoked', JSON.stringify({ userId }))
  await stream.ended
  expect(stream.events.map(({ event, data }) => [event, data?.errors?.[0]?.extensions.code])).toEqual([
    ['next', String(closeCodes.unauthorized)],
    ['complete', undefined],
  ])
  await waitUntil('the upstream to be closed', () => subgraph.openSubscriptions() === 0)
})

test('a session has so many streams and no more; nobody has any', async () => {
  const { cookie } = await fixture.signIn()
  const streams = [await open(cookie, raised), await open(cookie, raised)]
  const third = await open(cookie, raised)
  expect(third.response.status).toBe(429)
  streams.forEach((stream) => stream.leave())
  await waitUntil('the upstream to be closed', () => subgraph.openSubscriptions() === 0)
  expect((await open('', raised)).response.status).toBe(401)
})

test('without asking for events, a subscription over HTTP is refused with the way on', async () => {
  const { cookie } = await fixture.signIn()
  const { status, body } = await fixture.ask(raised, { cookie })
  expect([status, body.errors?.[0]?.extensions.code]).toEqual([400, 'SUBSCRIPTION_NEEDS_STREAM'])
})
