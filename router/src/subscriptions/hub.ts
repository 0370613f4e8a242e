import { subgraphError, type ResponseError } from '../execute/errors.ts'
import type { Send, SubgraphResponse } from '../execute/execution.ts'
import { mergeRootResponse } from '../execute/root-fetch.ts'
import type { Graph, Runnable } from '../graph.ts'
import { writeRefusal } from '../respond/respond.ts'
import { upstreamOf } from './resumable.ts'
import { openSource } from './source.ts'
import type { UpstreamCaller, UpstreamSubscriber } from './upstream-connections.ts'

/** Who receives a subscription's results, in order. */
export interface Subscriber {
  /** JSON text of one result. */
  next(result: string): void
  complete(): void
  /** The subscription never began: the subgraph refused it. */
  refused(errors: readonly ResponseError[]): void
  /** It cannot go on, and the client must subscribe again. */
  lost(): void
  /** More events came in than could be completed; the client must subscribe again from its cursor. */
  overflowed(): void
}

export interface Hub {
  /** Returns how to unsubscribe; that takes effect at once. */
  subscribe(runnable: Runnable, caller: SubscriptionCaller, subscriber: Subscriber): () => void
  /** Subscriptions to subgraphs that are open. */
  readonly sources: number
}

export interface SubscriptionCaller extends UpstreamCaller {
  send: Send
}

export interface HubOptions {
  graph: Graph
  connections: UpstreamSubscriber
  /** Events of one source that may wait for the rest of their plan. */
  maxPending?: number
  /** Events of one source whose plans run at the same time. */
  maxConcurrent?: number
}

interface Shared {
  subscribers: Set<Subscriber>
  /** Whether another one would get all that it asks for: not when events after its cursor have gone by already. */
  mayBeJoined(): boolean
  stop(): void
}

/**
 * Federated subscriptions. Subscribers with the same authorization scope, document and variables share one
 * subscription to the subgraph, and one execution of the rest of the plan for each event. Who comes with a cursor joins
 * only while nothing has come after it; then a new subscription takes the place of the one that has gone on.
 */
export function createHub({ graph, connections, maxPending = 2_000, maxConcurrent = 8 }: HubOptions): Hub {
  const sharedByKey = new Map<string, Shared>()

  const open = (key: string, runnable: Runnable, caller: SubscriptionCaller): Shared => {
    const { primary } = runnable.prepared
    if (!primary) throw new Error('Not a subscription')
    const subscribers = new Set<Subscriber>()
    const { variables } = runnable.request
    const upstream = upstreamOf(primary, graph.supergraph.apiSchema)
    const begins = upstream.clientCursor?.(variables)
    let begun = false
    const end = (tell: (subscriber: Subscriber) => void) => {
      if (sharedByKey.get(key) === shared) sharedByKey.delete(key)
      shared.stop()
      for (const subscriber of subscribers) tell(subscriber)
      subscribers.clear()
    }
    const queue = createOrderedQueue({
      maxPending,
      maxConcurrent,
      complete: (event: SubgraphResponse) =>
        graph.complete(runnable, caller.send, (execution) => {
          const at = { fetch: primary, place: [], targets: [execution.data], satisfies: graph.supergraph.satisfies }
          mergeRootResponse(execution, event, at)
        }),
      deliver: (result) => {
        for (const subscriber of subscribers) subscriber.next(result)
      },
      overflow: () => end((subscriber) => subscriber.overflowed()),
    })
    const stopSource = openSource(
      {
        subgraph: primary.subgraph,
        caller,
        upstream,
        variables,
        connections,
      },
      {
        event(event) {
          begun = true
          queue.push(event)
        },
        complete: () => queue.finish(() => end((subscriber) => subscriber.complete())),
        lost: () => queue.finish(() => end((subscriber) => subscriber.lost())),
        refused: (errors) => {
          const list = errors.map((error) => subgraphError(error, primary.subgraph, undefined))
          end((subscriber) => subscriber.refused(list))
        },
      },
    )
    const shared: Shared = {
      subscribers,
      mayBeJoined: () => !begun || begins === undefined,
      stop() {
        stopSource()
        queue.drop()
      },
    }
    return shared
  }

  return {
    subscribe(runnable, caller, subscriber) {
      const { query, operationName, variables } = runnable.request
      const key = JSON.stringify([caller.scope, query, operationName ?? null, variables])
      let shared = sharedByKey.get(key)
      if (!shared?.mayBeJoined()) {
        shared = open(key, runnable, caller)
        sharedByKey.set(key, shared)
      }
      const joined = shared
      joined.subscribers.add(subscriber)
      return () => {
        if (!joined.subscribers.delete(subscriber) || joined.subscribers.size > 0) return
        if (sharedByKey.get(key) === joined) sharedByKey.delete(key)
        joined.stop()
      }
    },
    get sources() {
      return sharedByKey.size
    },
  }
}

/** Completes events a few at a time and delivers their results in the order in which the events came. */
function createOrderedQueue(options: {
  maxPending: number
  maxConcurrent: number
  complete(event: SubgraphResponse): Promise<string>
  deliver(result: string): void
  overflow(): void
}) {
  const waiting: SubgraphResponse[] = []
  const results: { text?: string }[] = [] // a place for each event begun, in order
  let running = 0
  let dropped = false
  let whenDone: (() => void) | undefined

  const begin = () => {
    while (running < options.maxConcurrent) {
      const event = waiting.shift()
      if (!event) break
      running += 1
      const place: { text?: string } = {}
      results.push(place)
      void options
        .complete(event)
        .catch(() => writeRefusal([internalError]))
        .then((text) => {
          running -= 1
          place.text = text
          flush()
          begin()
        })
    }
  }
  const flush = () => {
    for (;;) {
      const text = results[0]?.text
      if (dropped || text === undefined) break
      results.shift()
      options.deliver(text)
    }
    if (results.length === 0 && waiting.length === 0) whenDone?.()
  }
  return {
    push(event: SubgraphResponse) {
      if (dropped) return
      waiting.push(event)
      if (waiting.length > options.maxPending) options.overflow()
      else begin()
    },
    /** Calls back once everything that came has been delivered. */
    finish(done: () => void) {
      if (results.length === 0 && waiting.length === 0) done()
      else whenDone = done
    },
    drop() {
      dropped = true
      waiting.length = 0
      whenDone = undefined
    },
  }
}

const internalError: ResponseError = {
  message: 'This event could not be completed.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
}
