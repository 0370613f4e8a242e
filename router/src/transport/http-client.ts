import { SubgraphFailure } from '../execute/errors.ts'
import { AnswerTooLarge, type HttpAnswer, type Received } from './answer-reader.ts'
import { openConnection, type Connection, type Place } from './connection.ts'

export interface HttpClientOptions {
  /** From asking until the whole answer is there, with the wait for a connection. */
  timeoutMs?: number
  maxResponseBytes?: number
  /** Sockets to one subgraph; further requests wait for a free one. */
  connections?: number
  connectMs?: number
  /** An idle connection is used again within this, or within what the subgraph says where that is less. */
  keepMs?: number
}

/**
 * One subgraph's address over kept-alive connections, HTTP/1.1. Of our own because undici builds streams, header objects and
 * events for each request that nobody here needs (docs/decisions/0006). What leaves it is one string, and what comes back is one.
 */
export interface HttpClient {
  /** Rejects with a `SubgraphFailure`. */
  post(body: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer>
  close(): void
}

/** The subgraph was never reached, so that even a mutation may be sent again. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'CONNECT_TIMEOUT'])

export function isNeverSent(failure: unknown): boolean {
  const { cause } = failure instanceof Error ? failure : {}
  return cause instanceof Error && 'code' in cause && neverSent.has(String(cause.code))
}

interface Exchange {
  /** Head and body, ready to be sent. */
  request: string
  encoding: 'latin1' | 'utf8'
  resolve: (answer: HttpAnswer) => void
  reject: (failure: SubgraphFailure) => void
  timer: NodeJS.Timeout
  over: boolean
  connection?: Connection
}

interface Idle {
  connection: Connection
  until: number
}

/** A subgraph closes an idle connection when it said it would; nothing may be on its way to it then. */
const marginMs = 1_000

export function createHttpClient(address: string, options: HttpClientOptions = {}): HttpClient {
  const { timeoutMs = 20_000, maxResponseBytes = 64 * 1024 * 1024, connections = 64 } = options
  const { connectMs = 2_000, keepMs = 30_000 } = options
  const url = new URL(address)
  const place = placeOf(url)
  const start = `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\ncontent-type: application/json\r\naccept: application/json\r\n`
  const open = new Set<Connection>()
  const idle: Idle[] = [] // the latest used at the end
  const waiting: Exchange[] = []
  let closed = false

  const isUsable = ({ connection, until }: Idle) => until > performance.now() && connection.usable()
  const sweeper = setInterval(() => {
    for (const each of idle) if (!isUsable(each)) each.connection.close()
  }, 1_000).unref()

  const freeConnection = (): Connection | undefined => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      if (isUsable(last)) return last.connection
      last.connection.close()
    }
    if (open.size >= connections) return undefined
    const connection = openConnection(place, {
      connectMs,
      maxBodyBytes: maxResponseBytes,
      onGone() {
        open.delete(connection)
        const at = idle.findIndex((each) => each.connection === connection)
        if (at !== -1) idle.splice(at, 1)
        sendNext()
      },
    })
    open.add(connection)
    return connection
  }

  const sendNext = () => {
    while (waiting.length > 0) {
      const connection = waiting[0]?.over ? undefined : freeConnection()
      if (!waiting[0]?.over && !connection) return
      const exchange = waiting.shift()
      if (exchange && connection) begin(exchange, connection)
    }
  }

  const begin = (exchange: Exchange, connection: Connection) => {
    exchange.connection = connection
    connection.send(exchange.request, exchange.encoding, (outcome) => {
      if (outcome instanceof Error) return fail(exchange, failureOf(outcome))
      release(connection, outcome)
      if (exchange.over) return
      exchange.over = true
      clearTimeout(exchange.timer)
      exchange.resolve(outcome.answer)
    })
  }

  const release = (connection: Connection, { keepMs: allowedMs }: Received) => {
    const lasts = Math.min(keepMs, allowedMs - marginMs)
    if (lasts <= 0 || closed || !connection.usable()) return connection.close()
    idle.push({ connection, until: performance.now() + lasts })
    if (waiting.length > 0) sendNext()
  }

  const fail = (exchange: Exchange, failure: SubgraphFailure) => {
    if (exchange.over) return
    exchange.over = true
    clearTimeout(exchange.timer)
    exchange.reject(failure)
  }

  return {
    post: (body, headers) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new SubgraphFailure('SUBGRAPH_UNAVAILABLE'))
        let head = start
        for (const name in headers) head += headerLine(name, headers[name] as string)
        const length = Buffer.byteLength(body)
        const request = `${head}content-length: ${length}\r\n\r\n${body}`
        const encoding = length === body.length ? 'latin1' : 'utf8' // the same bytes then, and the former is cheaper
        const timer = setTimeout(() => {
          fail(exchange, new SubgraphFailure('SUBGRAPH_TIMEOUT'))
          exchange.connection?.close() // its answer may still come, and would be taken for another's
        }, timeoutMs)
        const exchange: Exchange = { request, encoding, resolve, reject, timer, over: false }
        const connection = waiting.length === 0 ? freeConnection() : undefined
        if (connection) begin(exchange, connection)
        else waiting.push(exchange)
      }),
    close() {
      closed = true
      clearInterval(sweeper)
      for (const exchange of waiting) fail(exchange, new SubgraphFailure('SUBGRAPH_UNAVAILABLE'))
      for (const connection of open) connection.close()
    },
  }
}

function placeOf({ hostname, port, protocol }: URL): Place {
  const tls = protocol === 'https:'
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (tls ? 443 : 80)), tls }
}

function headerLine(name: string, value: string): string {
  // What a header could be ended with must not come from anywhere: it would be another request.
  if (/[\r\n\0]/.test(value)) throw new Error(`The header ${name} has a line break`)
  return `${name}: ${value}\r\n`
}

function failureOf(error: Error): SubgraphFailure {
  return new SubgraphFailure(
    error instanceof AnswerTooLarge ? 'SUBGRAPH_INVALID_RESPONSE' : 'SUBGRAPH_UNAVAILABLE',
    error,
  )
}
