import type { Permissions } from '../authorize/field-rules.ts'
import type { ResponseError } from '../execute/errors.ts'
import type { Send } from '../execute/execution.ts'
import type { Graph } from '../graph.ts'
import { readGraphRequest } from '../http/graphql-request.ts'
import { HttpRefusal } from '../http/read-body.ts'
import { closeCodes } from './close-codes.ts'
import type { OperationSink } from './connection.ts'
import type { Hub } from './hub.ts'

export interface OperationContext {
  graph: Graph
  hub: Hub
  permissions: Permissions
  /** Whose answers may be shared; see `Caller`. */
  scope: string
  send: Send
}

/** Runs whatever a client sent in a `subscribe` message: a subscription, a query or a mutation. Returns how to cancel. */
export function runOperation(payload: unknown, context: OperationContext, sink: OperationSink): () => void {
  const { graph, hub, send, scope, permissions } = context
  let request
  try {
    request = readGraphRequest(payload)
  } catch (error) {
    sink.refused([asError(error)])
    return nothing
  }
  const runnable = prepareSafely(graph, request, permissions)
  if (Array.isArray(runnable)) {
    sink.refused(runnable)
    return nothing
  }
  if (runnable.prepared.operation.operation !== 'subscription') {
    graph.execute(runnable, send).then(
      (result) => {
        sink.next(result)
        sink.complete()
      },
      () => sink.refused([internal]),
    )
    return nothing
  }
  if (!runnable.prepared.primary) {
    sink.refused(runnable.denied.length > 0 ? runnable.denied : [internal])
    return nothing
  }
  return hub.subscribe(runnable, { scope, send }, {
    next: sink.next,
    complete: sink.complete,
    refused: sink.refused,
    lost: () => sink.close({ code: closeCodes.sourceLost, reason: 'The source was lost: subscribe again' }),
    overflowed: () => sink.close({ code: closeCodes.tooSlow, reason: 'Too many events: resume from your last cursor' }),
  })
}

/** The planner may find no way to answer a valid operation: that is the supergraph's fault, and not told in detail. */
export function prepareSafely(graph: Graph, ...request: Parameters<Graph['prepare']>): ReturnType<Graph['prepare']> {
  try {
    return graph.prepare(...request)
  } catch {
    return [{ message: 'This operation cannot be planned over the subgraphs.', extensions: { code: 'PLANNING_FAILED' } }]
  }
}

function asError(error: unknown): ResponseError {
  return error instanceof HttpRefusal ? { message: error.message, extensions: { code: error.code } } : internal
}

const internal: ResponseError = {
  message: 'Something went wrong here. It has been recorded.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
}

function nothing(): void {
  // Queries and mutations run to their end: what a mutation changed, it has changed.
}
