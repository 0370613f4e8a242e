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
  const requests = load.operation.variables.map((variables) => requestBytes(target, load.operation.query, variables))
  const choose = chooser(load)
  const latencies: number[] = []
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(target.port)))
  const begin = performance.now()
  const end = begin + load.seconds * 1_000
  await Promise.all(
    sockets.map((socket) => converse(socket, { requests, check: load.check, choose, latencies, end })),
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

function requestBytes(target: Target, query: string, variables: Record<string, unknown>): Buffer {
  const body = JSON.stringify({ query, variables })
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...target.headersFor?.(0) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  return socket
}
