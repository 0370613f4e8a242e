/**
 * Subscription fan-out: many clients, one WebSocket each, subscribe to the same alerts; the subgraph raises one alert
 * after another, with a few under way at a time, and every client must get every alert once and in order.
 */
import { isDeepStrictEqual } from 'node:util'
import { caseIds } from '../graph/data.ts'
import { percentile } from '../statistics.ts'
import { createDeliveries, type Deliveries } from './deliveries.ts'
import type { Target } from './http-load.ts'
import { openWebSocket, type WebSocketClient } from './websocket-client.ts'

interface AlertEvent {
  id: string
  caseId: string
}

export interface FanOut {
  clients: number
  seconds: number
  subscription: string
  /** Raises an alert in the subgraph. */
  emit: (event: AlertEvent) => Promise<void>
  /** The data that a client must be given of an alert. */
  expected: (event: AlertEvent) => unknown
}

export interface FanOutResult {
  clients: number
  events: number
  seconds: number
  deliveriesPerSecond: number
  /** From raising an alert to a client having it. */
  latencyMs: { p50: number; p99: number }
}

/** Alerts under way at a time: enough to keep a router busy, few enough for any bounded queue. */
const underWay = 4
const connectAtOnce = 50
const idMark = Buffer.from('"id":"alert-')
const idDigits = 8

export async function fanOut(target: Target, options: FanOut): Promise<FanOutResult> {
  const deliveries = createDeliveries(options.clients)
  const emit = async () => {
    const nth = deliveries.raised()
    await options.emit(event(nth))
    return nth
  }
  const sockets: WebSocketClient[] = []
  try {
    await subscribeAll(target, options, deliveries, sockets)
    const first = await untilAllSubscribed(emit, deliveries)
    const latencies = deliveries.gatherLatencies()
    const begin = performance.now()
    let raised = first
    for (let awaited = first; awaited < raised || raised === first; awaited++) {
      while (raised - awaited < underWay && performance.now() - begin < options.seconds * 1_000)
        raised = (await emit()) + 1
      const all = await deliveries.complete(awaited, 10_000)
      if (!all) throw new Error(`alert ${awaited} did not reach every one of ${options.clients} clients`)
    }
    const seconds = (performance.now() - begin) / 1_000
    const events = raised - first
    return {
      clients: options.clients,
      events,
      seconds,
      deliveriesPerSecond: (events * options.clients) / seconds,
      latencyMs: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    }
  } finally {
    for (const socket of sockets) socket.close()
  }
}

/** A router does not say when a subscription has reached the subgraph, so alerts are raised until one reaches all. */
async function untilAllSubscribed(emit: () => Promise<number>, deliveries: Deliveries): Promise<number> {
  for (let attempt = 1; attempt <= 15; attempt++) {
    const nth = await emit()
    if (await deliveries.complete(nth, 2_000)) return nth + 1
  }
  throw new Error('not every client was subscribed after half a minute')
}

function event(nth: number): AlertEvent {
  return { id: `alert-${String(nth).padStart(idDigits, '0')}`, caseId: caseIds[nth % caseIds.length] as string }
}

async function subscribeAll(target: Target, options: FanOut, deliveries: Deliveries, sockets: WebSocketClient[]) {
  for (let first = 0; first < options.clients; first += connectAtOnce) {
    const some = Array.from({ length: Math.min(connectAtOnce, options.clients - first) }, (_, index) => first + index)
    await Promise.all(some.map((client) => subscribe(client, target, options, deliveries, sockets)))
  }
}

async function subscribe(
  client: number,
  target: Target,
  { subscription, expected }: FanOut,
  deliveries: Deliveries,
  sockets: WebSocketClient[],
): Promise<void> {
  const acknowledged = Promise.withResolvers<void>()
  acknowledged.promise.catch(() => {}) // it may come before anybody waits for it, and is told to `deliveries` as well
  const headers = target.headersFor?.(client) ?? {}
  const socket = await openWebSocket(
    { port: target.port, headers },
    {
      message(bytes, start, end) {
        const mark = bytes.subarray(start, end).indexOf(idMark)
        if (mark === -1) {
          const message = bytes.toString('utf8', start, end)
          if (message.includes('"connection_ack"')) acknowledged.resolve()
          if (/"type":"(error|complete)"|"errors"/.test(message)) deliveries.fail(`a client was told ${message}`)
          return
        }
        const digits = start + mark + idMark.length
        const nth = Number(bytes.toString('latin1', digits, digits + idDigits))
        // Reading each of them would cost more than the router's work; the first client's stand for all.
        if (client === 0 && !isRight(bytes.toString('utf8', start, end), expected(event(nth)))) {
          deliveries.fail(`wrong alert: ${bytes.toString('utf8', start, end)}`)
        }
        deliveries.got(client, nth)
      },
      closed(reason) {
        acknowledged.reject(new Error(reason))
        deliveries.fail(`client ${client} was closed: ${reason}`)
      },
    },
  )
  sockets.push(socket)
  socket.send('{"type":"connection_init"}')
  await acknowledged.promise
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } }))
}

function isRight(message: string, expected: unknown): boolean {
  const { payload } = JSON.parse(message) as { payload?: { data?: unknown; errors?: unknown } }
  return !payload?.errors && isDeepStrictEqual(payload?.data, expected)
}
