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
  /** False, and nothing is done, where results after the subscriber's cursor are no longer at hand. */
  join(subscriber: Subscriber): boolean
  stop(): void
}

/**
 * Federated subscriptions. Subscribers with the same authorization scope, document and variables share one
 * subscription to the subgraph, and one execution of the rest of the plan for each event. Who comes with a cursor when results
 * after it have gone by gets those first, for some seconds: then thousands that come back after an outage cost little. Later
 * a new subscription takes the place of the one that has gone on.
 */
export function createHub({ graph, connections, maxPending = 2_000, maxConcurrent = 8 }: HubOptions): Hub {
  const sharedByKey = new Map<string, Shared>()

  const open = (key: string, runnable: Runnable, caller: SubscriptionCaller): Shared => {
    const { primary } = runnable.prepared
    if (!primary) throw new Error('Not a subscription')
    const subscribers = new Set<Subscriber>()
    const { variables } = runnable.request
    const upstream = upstreamOf(primary, graph.supergraph.apiSchema)
    const earlier = createReplay(upstream.clientCursor?.(variables) !== undefined)
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
        earlier.keep(result)
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
        event: queue.push,
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
      join(subscriber) {
        const results = earlier.all()
        if (results) subscribers.add(subscriber)
        for (const result of results ?? []) subscriber.next(result)
        return results !== undefined
      },
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
      let joined = sharedByKey.get(key)
      if (!joined?.join(subscriber)) {
        joined = open(key, runnable, caller)
        sharedByKey.set(key, joined)
        joined.join(subscriber)
      }
      const { subscribers, stop } = joined
      return () => {
        if (!subscribers.delete(subscriber) || subscribers.size > 0) return
        if (sharedByKey.get(key) === joined) sharedByKey.delete(key)
        stop()
      }
    },
    get sources() {
      return sharedByKey.size
    },
  }
}

const replayMs = 5_000
const maxReplayed = 100

/** The results so far of a subscription that began at a cursor; none are kept of one that began at its own time. */
function createReplay(beganAtCursor: boolean) {
  let kept: string[] | undefined = []
  let since: number | undefined
  const forgetOld = () => {
    if (kept && since !== undefined && (performance.now() - since > replayMs || kept.length > maxReplayed))
      kept = undefined
  }
  return {
    keep(result: string) {
      if (!beganAtCursor) return
      since ??= performance.now()
      kept?.push(result)
      forgetOld()
    },
    /** Undefined when not all are at hand any more. */
    all(): readonly string[] | undefined {
      forgetOld()
      return kept
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
