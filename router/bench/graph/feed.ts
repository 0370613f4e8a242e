/**
 * The alerts subgraph: HTTP for its query, and subscriptions over the graphql-transport-ws protocol. Written by hand
 * for the same reason as the HTTP server: one event for 5,000 upstream subscriptions must not be what is measured.
 */
import { createServer } from 'node:http'
import { once } from 'node:events'
import { WebSocketServer, type WebSocket } from 'ws'
import { compileEvent } from './answer.ts'
import type { World } from './data.ts'

export interface AlertEvent {
  id: string
  caseId: string
}

export interface Feed {
  /** Sends the event to every subscription that is open now. */
  emit(event: AlertEvent): void
  /** Subscriptions open now. */
  open(): number
}

/** The alert that an event is about. */
export function alertOf({ id, caseId }: AlertEvent) {
  return {
    __typename: 'Alert',
    id,
    severity: 'HIGH',
    message: 'Priority creditor not contacted within two working days',
    case: { __typename: 'Case', id: caseId },
  }
}

type ToPayload = ReturnType<typeof compileEvent>

export async function serveFeed(port: number, world: World, answer: (body: string) => string): Promise<Feed> {
  /** Document text -> subscribers, so that an event is written once a document and not once a subscriber. */
  const subscribers = new Map<string, { toPayload: ToPayload; ids: Map<WebSocket, Set<string>> }>()

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      response.setHeader('content-type', 'application/json')
      response.end(answer(body))
    })
  })
  const sockets = new WebSocketServer({
    server,
    perMessageDeflate: false,
    handleProtocols: () => 'graphql-transport-ws',
  })

  function subscribe(socket: WebSocket, id: string, text: string): void {
    const known = subscribers.get(text) ?? { toPayload: compileEvent(text, world), ids: new Map() }
    subscribers.set(text, known)
    const ids = known.ids.get(socket) ?? new Set<string>()
    known.ids.set(socket, ids.add(id))
  }

  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; id?: string; payload?: { query: string } }
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}')
      else if (message.type === 'ping') socket.send('{"type":"pong"}')
      else if (message.type === 'subscribe' && message.id && message.payload) {
        subscribe(socket, message.id, message.payload.query)
      } else if (message.type === 'complete' && message.id) {
        for (const { ids } of subscribers.values()) ids.get(socket)?.delete(message.id)
      }
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      for (const { ids } of subscribers.values()) ids.delete(socket)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  return {
    emit(event) {
      for (const { toPayload, ids } of subscribers.values()) {
        const payload = JSON.stringify({ data: toPayload({ __typename: 'Subscription', alertRaised: alertOf(event) }) })
        for (const [socket, own] of ids) {
          for (const subscription of own)
            socket.send(`{"id":${JSON.stringify(subscription)},"type":"next","payload":${payload}}`)
        }
      }
    },
    open: () =>
      [...subscribers.values()].flatMap(({ ids }) => [...ids.values()]).reduce((sum, own) => sum + own.size, 0),
  }
}
