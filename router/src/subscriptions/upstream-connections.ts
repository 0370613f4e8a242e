import { createClient, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'

export interface UpstreamSubscriber {
  /** Subscribes over the connection of this subgraph and authorization scope: the protocol signs in a connection, not an operation. */
  subscribe(subgraph: string, caller: UpstreamCaller, payload: UpstreamPayload, sink: UpstreamSink): () => void
  close(): Promise<void>
}

/** For whom a connection to a subgraph is. */
export interface UpstreamCaller {
  scope: string
  /** Connection parameters (the identity), asked anew for every connection. */
  parameters(): Record<string, unknown> | Promise<Record<string, unknown>>
}

export interface UpstreamPayload {
  query: string
  operationName?: string
  variables: Record<string, unknown>
}

export interface UpstreamSink {
  next(event: unknown): void
  /** The subgraph has ended the subscription. */
  complete(): void
  /** The subgraph refused the operation, with its errors; or the connection was lost (`undefined`). */
  failed(errors: readonly unknown[] | undefined): void
}

export function createUpstreamConnections(urls: ReadonlyMap<string, string>): UpstreamSubscriber {
  const clients = new Map<string, Client>()
  const clientFor = (subgraph: string, { scope, parameters }: UpstreamCaller): Client => {
    const key = JSON.stringify([subgraph, scope])
    const known = clients.get(key)
    if (known) return known
    const url = (urls.get(subgraph) ?? '').replace(/^http/, 'ws')
    const client = createClient({
      url,
      webSocketImpl: WebSocket,
      // Reconnecting is done per subscription, with its cursor; the library would ask the same again and lose events.
      retryAttempts: 0,
      lazy: true,
      lazyCloseTimeout: 1_000,
      keepAlive: 10_000,
      connectionParams: () => parameters(),
      onNonLazyError: () => undefined,
      on: { closed: () => void (clients.get(key) === client && clients.delete(key)) },
    })
    clients.set(key, client)
    return client
  }
  return {
    subscribe(subgraph, caller, payload, sink) {
      let over = false
      const end = (tell: () => void) => {
        if (over) return
        over = true
        tell()
      }
      const stop = clientFor(subgraph, caller).subscribe(payload, {
        next: (event) => {
          if (!over) sink.next(event)
        },
        error: (reason) => end(() => sink.failed(Array.isArray(reason) ? reason : undefined)),
        complete: () => end(() => sink.complete()),
      })
      return () => {
        over = true
        stop()
      }
    },
    async close() {
      for (const client of clients.values()) await client.dispose()
    },
  }
}
