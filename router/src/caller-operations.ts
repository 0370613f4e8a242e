import type { IncomingMessage, ServerResponse } from 'node:http'
import { identityHeader } from '@cma/runtime'
import type { Authenticate } from './auth/authenticate.ts'
import type { ClientOf } from './auth/client.ts'
import type { TokenFor } from './auth/identity-tokens.ts'
import type { Caller } from './auth/sessions.ts'
import type { Send } from './execute/execution.ts'
import type { Graph, GraphRequest } from './graph.ts'
import { HttpRefusal } from './http/read-body.ts'
import type { LiveGraph } from './live-graph.ts'
import type { OperationSink } from './subscriptions/connection.ts'
import { openEventStream } from './subscriptions/event-stream.ts'
import type { LiveConnections } from './subscriptions/live-connections.ts'
import { runOperation, type OperationContext } from './subscriptions/run-operation.ts'

/** What one signed-in caller's request works with; all of it of one supergraph, also while another is put in force. */
export interface CallerServices {
  graph: Graph
  send: Send
  /** Runs an operation as server-sent events. */
  stream(operation: GraphRequest, response: ServerResponse): void
}

export interface CallerOperationsOptions {
  live: LiveGraph
  connections: LiveConnections
  authenticate: Authenticate
  clientOf: ClientOf
  tokenFor: TokenFor
  mayGoOn(caller: Caller): void | Promise<void>
  maxStreamsPerSession: number
  maxBufferedBytes: number
  onError(error: unknown): void
}

/** Operations with the identity of their caller: over HTTP, as server-sent events, and over a WebSocket. */
export function createCallerOperations(options: CallerOperationsOptions) {
  const { live, connections, clientOf, tokenFor, onError } = options

  const contextFor = (caller: Caller): OperationContext => {
    const { graph, hub, subgraphs } = live.current()
    const { scope } = caller
    const send = subgraphs.sendFor({ scope, headers: async () => ({ [identityHeader]: await tokenFor(caller) }) })
    const parameters = async () => ({ identity: await tokenFor(caller) })
    return { ...clientOf(caller.claims), graph, hub, caller: { scope, send, parameters }, onError }
  }

  return {
    forRequest(caller: Caller, request: IncomingMessage): CallerServices {
      const context = contextFor(caller)
      return {
        graph: context.graph,
        send: context.caller.send,
        stream(operation, response) {
          if (connections.countOf(caller) >= options.maxStreamsPerSession) {
            throw new HttpRefusal(429, 'TOO_MANY_STREAMS', 'This session has too many streams open. Close some first.')
          }
          const events = openEventStream(response, { maxBufferedBytes: options.maxBufferedBytes })
          const authenticate = () => options.authenticate(request)
          const release = connections.add({ caller, close: events.close, authenticate })
          const cancel = runOperation(operation, context, events)
          events.onEnd(() => {
            release()
            cancel()
          })
        },
      }
    },
    /** One operation of a WebSocket; each takes its turn, as the socket itself was only one request. */
    start: (payload: unknown, caller: Caller, sink: OperationSink): (() => void) =>
      runOperation(payload, { ...contextFor(caller), mayGoOn: () => options.mayGoOn(caller) }, sink),
  }
}
