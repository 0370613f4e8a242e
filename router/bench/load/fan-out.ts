/**
 * Subscription fan-out: many clients, one WebSocket each, subscribe to the same alerts; the subgraph raises one alert
 * after another, with a few under way at a time, and every client must get every alert once and in order.
 */
import { isDeepStrictEqual } from 'node:util'
import { caseIds } from '../graph/data.ts'
import { percentile } from '../statistics.ts'
import type { Target } from './http-load.ts'
import { openWebSocket, type WebSocketClient } from './websocket-client.ts'

export interface FanOut {
  clients: number
  seconds: number
  subscription: string
  /** Raises an alert in the subgraph. */
  emit: (event: { id: string; caseId: string }) => Promise<void>
  /** What a client must be told of an alert. */
  expected: (event: { id: string; caseId: string }) => unknown
}

export interface FanOutResult {
  clients: number
  events: number
  seconds: number
  deliveriesPerSecond: number
  /** From the event leaving the subgraph to a client having it. */
  latencyMs: { p50: number; p99: number }
}

/** Alerts under way at a time: enough to keep a router busy, few enough for any bounded queue. */
const window = 4
const connectAtOnce = 50
const patienceMs = 30_000
const idMark = Buffer.from('"id":"alert-')
const idDigits = 8

export async function fanOut(target: Target, options: FanOut): Promise<FanOutResult> {
  const sentAt: number[] = []
  const remaining: number[] = []
  const latencies: number[] = []
  const received = new Int32Array(options.clients)
  let settle: { resolve(): void; reject(error: Error): void } | undefined
  let failure: Error | undefined
  const fail = (reason: string) => {
    failure ??= new Error(reason)
    settle?.reject(failure)
  }

  /** Counts one delivery. Alerts before the first measured one only show that the client is subscribed. */
  function deliver(client: number, bytes: Buffer, start: number, end: number): void {
    const mark = bytes.subarray(start, end).indexOf(idMark)
    if (mark === -1) {
      const message = bytes.toString('utf8', start, end)
      if (/"type":"(error|complete)"|"errors"/.test(message)) fail(`a client was told ${message.slice(0, 300)}`)
      return
    }
    const from = start + mark + idMark.length
    const nth = Number(bytes.toString('latin1', from, from + idDigits))
    if (nth !== received[client]) {
      // Probes may have come before this client was subscribed; after its first alert, the next must follow.
      if (received[client] !== 0) return fail(`client ${client} got alert ${nth} instead of ${received[client]}`)
    }
    received[client] = nth + 1
    if (client === 0) check(bytes.toString('utf8', start, end), nth)
    latencies.push(performance.now() - (sentAt[nth] as number))
    remaining[nth] = (remaining[nth] as number) - 1
    if (remaining[nth] === 0) settle?.resolve()
  }

  function check(message: string, nth: number): void {
    const { payload } = JSON.parse(message) as { payload: { data?: unknown } }
    if (!isDeepStrictEqual(payload.data, options.expected(event(nth)))) fail(`wrong alert: ${message.slice(0, 300)}`)
  }

  const emit = async () => {
    const nth = sentAt.length
    remaining.push(options.clients)
    sentAt.push(performance.now())
    await options.emit(event(nth))
  }
  /** Resolves when every client has alert `nth`, or `patience` is over. */
  const delivered = async (nth: number, patience: number): Promise<boolean> => {
    const deadline = performance.now() + patience
    while (remaining[nth] !== 0) {
      if (failure) throw failure
      if (performance.now() > deadline) return false
      await new Promise<void>((resolve, reject) => {
        settle = { resolve, reject }
        setTimeout(resolve, 50)
      })
    }
    return true
  }

  const sockets = await subscribeAll(target, options, deliver, fail)
  try {
    const readyBy = performance.now() + patienceMs
    for (let ready = false; !ready;) {
      if (performance.now() > readyBy) throw new Error(`not every client was subscribed within ${patienceMs / 1_000} s`)
      await emit()
      ready = await delivered(sentAt.length - 1, 1_000)
    }
    const first = sentAt.length
    latencies.length = 0
    const begin = performance.now()
    const end = begin + options.seconds * 1_000
    for (let awaited = first; ; awaited++) {
      while (sentAt.length - awaited < window && performance.now() < end) await emit()
      if (awaited === sentAt.length) break
      if (!(await delivered(awaited, patienceMs))) throw new Error(`alert ${awaited} did not reach every client`)
    }
    const seconds = (performance.now() - begin) / 1_000
    const events = sentAt.length - first
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

function event(nth: number) {
  return { id: `alert-${String(nth).padStart(idDigits, '0')}`, caseId: caseIds[nth % caseIds.length] as string }
}

async function subscribeAll(
  target: Target,
  { clients, subscription }: FanOut,
  deliver: (client: number, bytes: Buffer, start: number, end: number) => void,
  fail: (reason: string) => void,
): Promise<WebSocketClient[]> {
  const sockets: WebSocketClient[] = []
  const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: subscription } })
  for (let first = 0; first < clients; first += connectAtOnce) {
    const some = Array.from({ length: Math.min(connectAtOnce, clients - first) }, (_, index) => first + index)
    const opened = some.map(async (client) => {
      const acknowledged = Promise.withResolvers<void>()
      const socket = await openWebSocket(target, {
        message(bytes, start, end) {
          if (bytes.subarray(start, end).includes('"connection_ack"')) acknowledged.resolve()
          else deliver(client, bytes, start, end)
        },
        closed(reason) {
          acknowledged.reject(new Error(reason))
          fail(`client ${client} was closed: ${reason}`)
        },
      })
      sockets.push(socket)
      socket.send('{"type":"connection_init"}')
      await acknowledged.promise
      socket.send(subscribe)
    })
    await Promise.all(opened)
  }
  return sockets
}
