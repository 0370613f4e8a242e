/**
 * A closed-loop HTTP load generator on raw sockets: each connection sends its next request when it has its answer.
 * It costs its core a few microseconds a request, needs nothing installed, and checks every single answer.
 */
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import type { Operation } from '../operations.ts'
import { percentile, seededRandom } from '../statistics.ts'
import type { Check } from './check.ts'
import { createResponseReader } from './http-response.ts'

export interface Target {
  port: number
  /** What a client sends besides, such as a session's cookie. */
  headersFor?: (client: number) => Record<string, string>
}

export interface Load {
  operation: Operation
  /** Called with every answer; throws when it is wrong. */
  check: Check
  connections: number
  seconds: number
  seed: number
}

export interface LoadResult {
  requests: number
  seconds: number
  requestsPerSecond: number
  latencyMs: { p50: number; p99: number }
}

/** Throws at the first answer that is not right: a router that is fast and wrong has no figure. */
export async function loadOverHttp(target: Target, load: Load): Promise<LoadResult> {
  const requestsOf = createRequests(target, load.operation)
  const choose = chooser(load)
  const latencies: number[] = []
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(target.port)))
  const begin = performance.now()
  const end = begin + load.seconds * 1_000
  await Promise.all(
    sockets.map((socket, client) =>
      converse(socket, { requests: requestsOf(client), check: load.check, choose, latencies, end }),
    ),
  ).finally(() => {
    for (const socket of sockets) socket.destroy()
  })
  const seconds = (performance.now() - begin) / 1_000
  return {
    requests: latencies.length,
    seconds,
    requestsPerSecond: latencies.length / seconds,
    latencyMs: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
  }
}

interface Conversation {
  requests: readonly Buffer[]
  check: Check
  choose: () => number
  latencies: number[]
  /** performance.now() after which no further request is sent. */
  end: number
}

function converse(socket: Socket, { requests, check, choose, latencies, end }: Conversation): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = createResponseReader()
    let nth = 0
    let sent = 0
    const send = () => {
      nth = choose()
      sent = performance.now()
      socket.write(requests[nth] as Buffer)
    }
    socket.on('data', (chunk) => {
      const response = reader.read(chunk)
      if (!response) return
      const now = performance.now()
      latencies.push(now - sent)
      try {
        check(nth, response.status, response.body)
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)))
        return
      }
      if (now < end) send()
      else resolve()
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the router closed a connection under load')))
    send()
  })
}

/** Which of the operation's variables come next, the same sequence for every router. */
function chooser({ operation, seed }: Load): () => number {
  const count = operation.variables.length
  const random = seededRandom(seed)
  let turn = 0
  return operation.order === 'random' ? () => Math.floor(random() * count) : () => turn++ % count
}

/** The requests of each client, made beforehand; clients that send the same headers share them. */
function createRequests(target: Target, { query, variables }: Operation): (client: number) => readonly Buffer[] {
  const made = new Map<string, Buffer[]>()
  return (client) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...target.headersFor?.(client) }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    const head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\n${lines.join('')}`
    const known = made.get(head)
    if (known) return known
    const requests = variables.map((each) => {
      const body = JSON.stringify({ query, variables: each })
      return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
    made.set(head, requests)
    return requests
  }
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}
