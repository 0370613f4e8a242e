import type { Recall } from '../cache/result-cache.ts'
import { isJsonObject } from '../execute/data.ts'
import { SubgraphFailure } from '../execute/errors.ts'
import type { Send, SubgraphRequest, SubgraphResponse } from '../execute/execution.ts'
import { traceExchange } from '../telemetry.ts'
import type { HttpAnswer } from './answer-reader.ts'
import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts'
import { createHttpClient, isNeverSent, type HttpClient, type HttpClientOptions } from './http-client.ts'
import { createInFlight, type InFlight } from './in-flight.ts'
import { createRetryBudget, maxAttempts, retryDelayMs, type RetryBudget } from './retry.ts'

/** On whose behalf subgraphs are asked. */
export interface Caller {
  /** The authorization scope: callers with one see exactly the same. */
  scope: string | undefined
  /**
   * Marks requests between the same two changes: those of one scope with one mark share what is on its way. Undefined:
   * shares with nobody.
   */
  sharing?: string | undefined
  /** Headers of a request to a subgraph: the identity. Asked anew for each, since the token is short-lived. */
  headers(): Record<string, string> | Promise<Record<string, string>>
}

export interface SubgraphsOptions extends HttpClientOptions {
  urls: ReadonlyMap<string, string>
  /** Told of each exchange, for metrics, traces and the log. */
  observe?: (exchange: Exchange) => void
  /**
   * Waited for after every mutation, whatever became of it, before its answer is passed on. `unannounced`: its subgraph
   * could not tell those who remember answers.
   */
  afterMutation?: (mutation: { subgraph: string; unannounced: boolean }) => Promise<void>
  /** What is remembered for callers of a scope. */
  recallFor?: (scope: string) => Recall
}

export interface Exchange {
  subgraph: string
  operationKind: SubgraphRequest['operationKind']
  durationMs: number
  failure?: unknown
}

export interface Subgraphs {
  /** A sender for one caller. */
  sendFor(caller: Caller): Send
  close(): Promise<void>
}

interface Lane {
  client: HttpClient
  breaker: CircuitBreaker
  budget: RetryBudget
  inFlight: InFlight<string>
}

export function createSubgraphs(options: SubgraphsOptions): Subgraphs {
  const { urls, observe, afterMutation, recallFor, ...clientOptions } = options
  const lanes = new Map<string, Lane>()
  for (const [name, url] of urls) {
    lanes.set(name, {
      client: createHttpClient(url, clientOptions),
      breaker: createCircuitBreaker(),
      budget: createRetryBudget(),
      inFlight: createInFlight(),
    })
  }

  // One function and few promises: this is what every fetch of every request goes through.
  const attempts = async (lane: Lane, request: SubgraphRequest, caller: Caller): Promise<HttpAnswer> => {
    lane.budget.earn()
    for (let attempt = 1; ; attempt++) {
      const { headers, end } = traceExchange(request.subgraph)
      let entered = false
      try {
        const own = caller.headers()
        const identity = own instanceof Promise ? await own : own
        lane.breaker.enter()
        entered = true
        const answer = readable(await lane.client.post(request.body, headers ? { ...identity, ...headers } : identity))
        lane.breaker.succeeded()
        end()
        return answer
      } catch (failure) {
        if (entered) lane.breaker.failed()
        end(failure)
        if (attempt >= maxAttempts || !mayRetry(failure, request) || !lane.budget.spend()) throw failure
      }
      await new Promise((resolve) => setTimeout(resolve, retryDelayMs(attempt - 1)))
    }
  }

  const ask = async (lane: Lane, request: SubgraphRequest, caller: Caller): Promise<string> => {
    const started = performance.now()
    let failure: unknown
    let unannounced = false
    try {
      const answer = await attempts(lane, request, caller)
      unannounced = answer.unannounced
      return answer.text
    } catch (reason) {
      failure = reason
      throw reason
    } finally {
      const { subgraph, operationKind } = request
      observe?.({ subgraph, operationKind, durationMs: performance.now() - started, failure })
      if (operationKind === 'mutation') await afterMutation?.({ subgraph, unannounced })
    }
  }

  return {
    sendFor(caller) {
      const { scope, sharing: between } = caller
      // JSON keeps the parts apart whatever they hold.
      const group = between === undefined ? undefined : JSON.stringify([scope, between])
      const send: Send = async (request) => {
        const lane = lanes.get(request.subgraph)
        if (!lane) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE')
        const { operationKind, sharing, body } = request
        const shares = group !== undefined && operationKind === 'query' && sharing !== false
        // The parsed answer is never shared, only its text: each receiver merges parts of it into its own data.
        return parseAnswer(
          shares
            ? await lane.inFlight.share(sharing === undefined ? group : JSON.stringify([group, sharing]), body, () =>
                ask(lane, request, caller),
              )
            : await ask(lane, request, caller),
        )
      }
      if (recallFor && scope !== undefined) send.recall = recallFor(scope)
      return send
    },
    async close() {
      for (const { client } of lanes.values()) client.close()
    },
  }
}

/** A timeout is not tried again: the subgraph is at work on it, and the client has waited long enough. */
function mayRetry(failure: unknown, { operationKind }: SubgraphRequest): boolean {
  if (!(failure instanceof SubgraphFailure) || failure.code !== 'SUBGRAPH_UNAVAILABLE') return false
  if (failure.cause === undefined) return false // the circuit is open
  return operationKind === 'query' || isNeverSent(failure)
}

/** A proxy's error page is not a GraphQL answer, whatever a subgraph's own error answer may be. */
function readable(answer: HttpAnswer): HttpAnswer {
  const { status, text } = answer
  if (status >= 500 && !text.startsWith('{'))
    throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE', new Error(`status ${status}`))
  return answer
}

function parseAnswer(text: string): SubgraphResponse {
  let answer: unknown
  try {
    answer = JSON.parse(text)
  } catch (error) {
    throw new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE', error)
  }
  if (!isJsonObject(answer)) throw new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE')
  const { data, errors } = answer
  if (!isJsonObject(data) && !Array.isArray(errors)) throw new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE')
  return {
    ...(isJsonObject(data) && { data }),
    ...(Array.isArray(errors) && errors.length > 0 && { errors: errors.filter(isJsonObject) }),
  }
}
