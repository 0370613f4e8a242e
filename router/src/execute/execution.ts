import type { Recall } from '../cache/result-cache.ts'
import type { OperationKind } from '../plan/plan.ts'
import type { JsonObject } from './data.ts'
import type { ResponseError, SubgraphError } from './errors.ts'

/** One request to a subgraph. `body` is the finished JSON text. */
export interface SubgraphRequest {
  subgraph: string
  operationKind: OperationKind
  body: string
  /** Whose answer under way may be had as well: of requests with the same. False: nobody's. */
  sharing?: string | false
}

export interface SubgraphResponse {
  data?: JsonObject | null
  errors?: readonly SubgraphError[]
}

/**
 * Sends a request to a subgraph with the caller's identity. Rejects (`SubgraphFailure`) when there is no usable
 * answer. The answer belongs to the receiver alone, who merges parts of it into its data.
 */
export interface Send {
  (request: SubgraphRequest): Promise<SubgraphResponse>
  /** What is remembered for the caller; absent where nothing is. */
  recall?: Recall
}

/** One client operation being executed. */
export interface Execution {
  data: JsonObject
  errors: ResponseError[]
  /** As the client sent them; these go on to the subgraphs. */
  variables: JsonObject
  /** With defaults filled in; these decide conditions. */
  coercedVariables: JsonObject
  send: Send
}

/** A compiled plan node. `targets` are the objects it works on (at the root: the data itself). */
export type Step = (execution: Execution, targets: readonly JsonObject[]) => Promise<void> | undefined
