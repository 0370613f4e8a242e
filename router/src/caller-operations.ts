import type { IncomingMessage, ServerResponse } from 'node:http'
import { identityHeader } from '@cma/runtime/identity-token'
import type { Authenticate } from './auth/authenticate.ts'
import type { ClientOf } from './auth/client.ts'
import type { TokenFor } from './auth/identity-tokens.ts'
import type { Caller } from './auth/sessions.ts'
import type { Documents } from './documents/documents.ts'
import type { Send } from './execute/execution.ts'
import type { Graph, GraphRequest } from './graph.ts'
import type { Answer } from './http/graphql-endpoint.ts'
import { HttpRefusal } from './http/read-body.ts'
import type { Generation } from './live-graph.ts'
import type { OperationSink } from './subscriptions/connection.ts'
import { openEventStream } from './subscriptions/event-stream.ts'
import type { LiveConnections } from './subscriptions/live-connections.ts'
import { runOperation, type OperationContext } from './subscriptions/run-operation.ts'

/** What one signed-in caller's request works with; all of it of one supergraph, also while another is put in force. */
export interface CallerServices {
  graph: Graph
  send: Send
  /** Shares the answer of a query that the same caller is already asking; `question` is the whole request. */
  share?: ((question: string, answer: () => Promise<Answer>) => Promise<Answer>) | undefined
  /** Runs an operation as server-sent events. */
  stream(operation: GraphRequest, response: ServerResponse): void
}

export interface CallerOperationsOptions {
  live: { current(): Generation }
  connections: LiveConnections
  authenticate: Authenticate
  clientOf: ClientOf
  documents: Documents
  tokenFor: TokenFor
  mayGoOn(caller: Caller): void | Promise<void>
  maxStreamsPerSession: number
  maxBufferedBytes: number
  onError(error: unknown): void
}

/** Operations with the identity of their caller: over HTTP, as server-sent events, and over a WebSocket. */
export function createCallerOperations(options: CallerOperationsOptions) {
  const { live, connections, clientOf, documents, tokenFor, onError } = options

  // What a WebSocket or an event stream asks shares no request under way: it came long after its caller was admitted,
  // and an event must not be completed with what was read before it.
  const contextFor = (caller: Caller, sharing?: string): OperationContext => {
    const { graph, hub, subgraphs } = live.current()
    const headers = () => {
      const token = tokenFor(caller)
      return typeof token === 'string'
        ? { [identityHeader]: token }
        : token.then((text) => ({ [identityHeader]: text }))
    }
    const parameters = async () => ({ identity: await tokenFor(caller) })
    const send = subgraphs.sendFor({ scope: caller.scope, sharing, headers })
    return {
      ...clientOf(caller.claims),
      graph,
      hub,
      documents,
      caller: { scope: caller.scope, send, parameters },
      onError,
    }
  }

  return {
    forRequest(caller: Caller, request: IncomingMessage): CallerServices {
      const { scope, changes: sharing } = caller
      const context = contextFor(caller, sharing)
      const { answers } = live.current()
      return {
        graph: context.graph,
        send: context.caller.send,
        share:
          sharing === undefined
            ? undefined
            : (question, answer) => answers.share(JSON.stringify([scope, sharing]), question, answer),
        stream(operation, response) {
          if (connections.countOf(caller) >= options.maxStreamsPerSession) {
            throw new HttpRefusal(429, 'TOO_MANY_STREAMS', 'This session has too many streams open. Close some first.')
          }
          const events = openEventStream(response, { maxBufferedBytes: options.maxBufferedBytes })
          const authenticate = () => options.authenticate(request)
          const release = connections.add({ caller, close: events.close, authenticate })
          const cancel = runOperation(operation, contextFor(caller), events)
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
