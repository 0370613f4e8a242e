import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Nudges } from '@cma/runtime'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Caller } from '../auth/sessions.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { recordSocket } from '../telemetry.ts'
import { closeCodes, type CloseReason } from './close-codes.ts'
import { serveConnection, type Connection, type OperationSink } from './connection.ts'
import { watchSessions } from './watch-sessions.ts'

export interface WebSocketOptions {
  authenticate: Authenticate
  nudges: Nudges
  allowedOrigins: readonly string[]
  start(payload: unknown, caller: Caller, sink: OperationSink): () => void
  maxSockets: number
  maxSocketsPerSession: number
  maxOperations: number
  maxBufferedBytes: number
  recheckMs: number
  onError(error: unknown): void
}

export interface LiveSocket {
  caller: Caller
  connection: Connection
  /** Signs the caller in again; undefined when the session is over. */
  authenticate(): Promise<Caller | undefined>
}

export interface RouterWebSockets {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  closeAll(reason: CloseReason): void
  close(): Promise<void>
  readonly count: number
}

const heartbeatMs = 15_000

/** graphql-transport-ws for signed-in callers. Each socket hangs on its session, and is closed when that ends. */
export async function createWebSockets(options: WebSocketOptions): Promise<RouterWebSockets> {
  const live = new Set<LiveSocket>()
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 256 * 1024,
    perMessageDeflate: false, // costs a process of thousands of sockets more memory than it saves in bytes
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  const stopWatching = await watchSessions({
    live,
    nudges: options.nudges,
    recheckMs: options.recheckMs,
    onError: options.onError,
  })
  const heartbeat = startHeartbeat(server)

  const welcome = (socket: WebSocket, request: IncomingMessage) => {
    if (socket.protocol !== protocol) return socket.close(closeCodes.subprotocol, 'Subprotocol not acceptable')
    recordSocket(1)
    const authenticate = () => options.authenticate(request)
    let entry: LiveSocket | undefined
    let expiry: NodeJS.Timeout | undefined
    const connection = serveConnection(socket, {
      maxOperations: options.maxOperations,
      maxBufferedBytes: options.maxBufferedBytes,
      async accept() {
        const caller = await authenticate().catch(() => 'unknown' as const)
        if (caller === 'unknown') return { code: closeCodes.sourceLost, reason: 'Sign-in cannot be checked: try again' }
        if (!caller) return { code: closeCodes.unauthorized, reason: 'Not signed in' }
        if (socketsOf(live, caller) >= options.maxSocketsPerSession) {
          return { code: closeCodes.tooMany, reason: 'Too many connections' }
        }
        if (socket.readyState !== socket.OPEN) return undefined
        entry = { caller, connection, authenticate }
        live.add(entry)
        expiry = setTimeout(
          () => connection.close({ code: closeCodes.unauthorized, reason: 'The session has ended' }),
          Math.min(caller.expiresAt - Date.now(), 2 ** 31 - 1),
        )
        return undefined
      },
      start: (payload, sink) => {
        if (!entry) throw new Error('An operation began on a connection that was not accepted')
        return options.start(payload, entry.caller, sink)
      },
    })
    socket.on('close', () => {
      recordSocket(-1)
      clearTimeout(expiry)
      if (entry) live.delete(entry)
    })
  }

  return {
    handleUpgrade(request, socket, head) {
      if (request.url?.split('?')[0] !== '/graphql') return refuseUpgrade(socket, '404 Not Found')
      if (!isSameOrigin(request, options.allowedOrigins)) return refuseUpgrade(socket, '403 Forbidden')
      if (server.clients.size >= options.maxSockets) return refuseUpgrade(socket, '503 Service Unavailable')
      server.handleUpgrade(request, socket, head, (opened) => welcome(opened, request))
    },
    closeAll({ code, reason }) {
      for (const socket of server.clients) socket.close(code, reason)
    },
    async close() {
      clearInterval(heartbeat)
      stopWatching()
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
    get count() {
      return server.clients.size
    },
  }
}

const protocol = 'graphql-transport-ws'

function socketsOf(live: ReadonlySet<LiveSocket>, { claims }: Caller): number {
  let count = 0
  for (const { caller } of live) if (caller.claims.sub === claims.sub && caller.claims.sid === claims.sid) count += 1
  return count
}

/** Ends sockets whose other end is gone without a word. */
function startHeartbeat(server: WebSocketServer): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate()
      else {
        silent.add(socket)
        socket.once('pong', () => silent.delete(socket))
        socket.ping()
      }
    }
  }, heartbeatMs)
  return timer.unref()
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
