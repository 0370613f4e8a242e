import { isJsonObject, type JsonObject } from '../execute/data.ts'
import type { SubgraphResponse } from '../execute/execution.ts'
import { retryDelayMs } from '../transport/retry.ts'
import type { Upstream } from './resumable.ts'
import type { UpstreamCaller, UpstreamSink, UpstreamSubscriber } from './upstream-connections.ts'

export interface SourceOptions {
  subgraph: string
  caller: UpstreamCaller
  upstream: Upstream
  variables: JsonObject
  connections: UpstreamSubscriber
  /** How long to try again before giving a subscription up. */
  patienceMs?: number
}

export interface SourceSink {
  event(response: SubgraphResponse): void
  /** The subgraph has no more events. */
  complete(): void
  /** The subgraph refused the subscription. */
  refused(errors: readonly JsonObject[]): void
  /** The subgraph went away, and what was missed cannot be asked for. */
  lost(): void
}

/**
 * The events of one subscription, across restarts of its subgraph: resumed after the last cursor received, so that
 * none is missed and none comes twice. Returns how to stop.
 */
export function openSource(options: SourceOptions, sink: SourceSink): () => void {
  const { subgraph, caller, upstream, variables, connections, patienceMs = 60_000 } = options
  let cursor: string | undefined
  let stopCurrent: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let attempt = 0
  let lostSince: number | undefined

  const connect = () => {
    const received: UpstreamSink = {
      next(event) {
        if (stopped || !isJsonObject(event)) return
        attempt = 0
        lostSince = undefined
        const data = isJsonObject(event['data']) ? event['data'] : undefined
        const at = data && upstream.cursorOf?.(data)
        if (at !== undefined && at === cursor) return // sent again across the restart
        if (at !== undefined) cursor = at
        const errors = Array.isArray(event['errors']) ? event['errors'].filter(isJsonObject) : undefined
        sink.event({ ...(data && { data }), ...(errors && { errors }) })
      },
      complete() {
        if (!stopped) sink.complete()
      },
      failed(errors) {
        if (stopped) return
        if (errors) return sink.refused(errors.filter(isJsonObject))
        retry()
      },
    }
    const payload = {
      query: upstream.query,
      ...(upstream.operationName && { operationName: upstream.operationName }),
      variables: upstream.variables(variables, cursor),
    }
    stopCurrent = connections.subscribe(subgraph, caller, payload, received)
  }

  const retry = () => {
    lostSince ??= Date.now()
    const start = cursor ?? upstream.clientCursor?.(variables)
    if (start === undefined || Date.now() - lostSince > patienceMs) return sink.lost()
    timer = setTimeout(connect, retryDelayMs(Math.min(attempt++, 6)))
  }

  connect()
  return () => {
    stopped = true
    clearTimeout(timer)
    stopCurrent?.()
  }
}
