import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Authenticate } from '../auth/authenticate.ts'
import type { Caller } from '../auth/sessions.ts'
import { isSameOrigin } from '../http/same-origin.ts'
import { recordSocket } from '../telemetry.ts'
import { closeCodes } from './close-codes.ts'
import { serveConnection, type OperationSink } from './connection.ts'
import type { LiveConnections } from './live-connections.ts'

export interface WebSocketOptions {
  authenticate: Authenticate
  /** Resolves when the address may connect, or throws. */
  admit(request: IncomingMessage): void | Promise<void>
  live: LiveConnections
  allowedOrigins: readonly string[]
  start(payload: unknown, caller: Caller, sink: OperationSink): () => void
  maxSockets: number
  maxSocketsPerSession: number
  maxOperations: number
  maxBufferedBytes: number
}

export interface RouterWebSockets {
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): Promise<void>
  readonly count: number
}

const heartbeatMs = 15_000

/** graphql-transport-ws for signed-in callers. */
export function createWebSockets(options: WebSocketOptions): RouterWebSockets {
  const { live } = options
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 256 * 1024,
    perMessageDeflate: false, // costs a process of thousands of sockets more memory than it saves in bytes
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  })
  const heartbeat = startHeartbeat(server)

  const welcome = (socket: WebSocket, request: IncomingMessage) => {
    if (socket.protocol !== protocol) return socket.close(closeCodes.subprotocol, 'Subprotocol not acceptable')
    recordSocket(1)
    const authenticate = () => options.authenticate(request)
    let caller: Caller | undefined
    let release: (() => void) | undefined
    const connection = serveConnection(socket, {
      maxOperations: options.maxOperations,
      maxBufferedBytes: options.maxBufferedBytes,
      async accept() {
        const found = await authenticate().catch(() => 'unknown' as const)
        if (found === 'unknown') return { code: closeCodes.sourceLost, reason: 'Sign-in cannot be checked: try again' }
        if (!found) return { code: closeCodes.unauthorized, reason: 'Not signed in' }
        if (live.countOf(found) >= options.maxSocketsPerSession) {
          return { code: closeCodes.tooMany, reason: 'Too many connections' }
        }
        if (socket.readyState !== socket.OPEN) return undefined
        caller = found
        release = live.add({ caller, close: connection.close, authenticate })
        return undefined
      },
      start: (payload, sink) => {
        if (!caller) throw new Error('An operation began on a connection that was not accepted')
        return options.start(payload, caller, sink)
      },
    })
    socket.on('close', () => {
      recordSocket(-1)
      release?.()
    })
  }

  return {
    handleUpgrade(request, socket, head) {
      if (request.url?.split('?')[0] !== '/graphql') return refuseUpgrade(socket, '404 Not Found')
      if (!isSameOrigin(request, options.allowedOrigins)) return refuseUpgrade(socket, '403 Forbidden')
      if (server.clients.size >= options.maxSockets) return refuseUpgrade(socket, '503 Service Unavailable')
      const refuse = () => refuseUpgrade(socket, '429 Too Many Requests')
      const upgrade = () => server.handleUpgrade(request, socket, head, (opened) => welcome(opened, request))
      try {
        const turn = options.admit(request)
        if (!turn) return upgrade()
        socket.on('error', ignore)
        void turn.then(() => {
          socket.off('error', ignore)
          if (!socket.destroyed) upgrade()
        }, refuse)
      } catch {
        refuse()
      }
    },
    async close() {
      clearInterval(heartbeat)
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
    get count() {
      return server.clients.size
    },
  }
}

function ignore(): void {
  // A socket that breaks while it waits for its turn.
}

const protocol = 'graphql-transport-ws'

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
