import type { Client } from '../auth/client.ts'
import type { Documents } from '../documents/documents.ts'
import type { ResponseError } from '../execute/errors.ts'
import type { Graph, GraphRequest } from '../graph.ts'
import { readGraphRequest } from '../http/graphql-request.ts'
import { HttpRefusal } from '../http/read-body.ts'
import { refusalError } from '../limits/rate-limited.ts'
import { recordRefusal } from '../telemetry.ts'
import { closeCodes } from './close-codes.ts'
import type { OperationSink } from './connection.ts'
import type { Hub, SubscriptionCaller } from './hub.ts'

export interface OperationContext extends Client {
  graph: Graph
  hub: Hub
  documents: Documents
  /** Resolves when the caller may go on, or throws an `HttpRefusal`. */
  mayGoOn?: (() => void | Promise<void>) | undefined
  caller: SubscriptionCaller
  /** Told of what is unexpected. */
  onError?: ((error: unknown) => void) | undefined
}

/** Runs whatever a client sent in a `subscribe` message: a subscription, a query or a mutation. Returns how to cancel. */
export function runOperation(payload: unknown, context: OperationContext, sink: OperationSink): () => void {
  let cancelled = false
  let cancel = nothing
  const run = (request: GraphRequest) => {
    if (!cancelled) cancel = runNow(request, context, sink)
  }
  const go = (): void | Promise<void> => {
    const found = context.documents.find(readGraphRequest(payload), context)
    return found instanceof Promise ? found.then(run) : run(found)
  }
  const refuse = (error: unknown) => {
    if (!(error instanceof HttpRefusal)) context.onError?.(error)
    const refusal = error instanceof HttpRefusal ? refusalError(error) : internal
    recordRefusal(refusal.extensions.code)
    sink.refused([refusal])
  }
  try {
    const turn = context.mayGoOn?.()
    const going = turn ? turn.then(go) : go()
    going?.catch(refuse)
  } catch (error) {
    refuse(error)
  }
  return () => {
    cancelled = true
    cancel()
  }
}

function runNow(request: GraphRequest, context: OperationContext, sink: OperationSink): () => void {
  const { graph, hub, caller, onError } = context
  const runnable = prepareSafely(graph, request, context, onError)
  if (Array.isArray(runnable)) {
    recordRefusal(runnable[0]?.extensions.code ?? 'UNKNOWN')
    sink.refused(runnable)
    return nothing
  }
  context.documents.keep(request)
  if (runnable.prepared.operation.operation !== 'subscription') {
    graph.execute(runnable, caller.send).then(
      (result) => {
        sink.next(result)
        sink.complete()
      },
      (error: unknown) => {
        onError?.(error)
        sink.refused([internal])
      },
    )
    return nothing
  }
  if (!runnable.prepared.primary) {
    sink.refused(runnable.denied.length > 0 ? runnable.denied : [internal])
    return nothing
  }
  return hub.subscribe(runnable, caller, {
    next: sink.next,
    complete: sink.complete,
    refused: sink.refused,
    lost: () => sink.close({ code: closeCodes.sourceLost, reason: 'The source was lost: subscribe again' }),
    overflowed: () => sink.close({ code: closeCodes.tooSlow, reason: 'Too many events: resume from your last cursor' }),
  })
}

/** The planner may find no way to answer a valid operation: that is the supergraph's fault, and not told in detail. */
export function prepareSafely(
  graph: Graph,
  request: GraphRequest,
  { permissions, budget }: Pick<OperationContext, 'permissions' | 'budget'>,
  onError: OperationContext['onError'],
): ReturnType<Graph['prepare']> {
  try {
    return graph.prepare(request, permissions, budget)
  } catch (error) {
    onError?.(error)
    return [
      { message: 'This operation cannot be planned over the subgraphs.', extensions: { code: 'PLANNING_FAILED' } },
    ]
  }
}

const internal: ResponseError = {
  message: 'Something went wrong here. It has been recorded.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
}

function nothing(): void {
  // Queries and mutations run to their end: what a mutation changed, it has changed.
}
