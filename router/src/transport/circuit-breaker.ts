import { SubgraphFailure } from '../execute/errors.ts'

/** Refuses at once while a subgraph is down, instead of letting every request find that out by waiting. */
export interface CircuitBreaker {
  run<T>(attempt: () => Promise<T>): Promise<T>
}

export interface CircuitBreakerOptions {
  /** Failures in a row that open the circuit. */
  failures?: number
  /** How long it stays open before one request may try. */
  openMs?: number
  now?: () => number
}

export function createCircuitBreaker(options: CircuitBreakerOptions = {}): CircuitBreaker {
  const { failures = 20, openMs = 1_000, now = Date.now } = options
  let inARow = 0
  let retryAt = 0
  return {
    async run(attempt) {
      if (inARow >= failures) {
        if (now() < retryAt) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE')
        retryAt = now() + openMs // this request is the probe; the others still wait
      }
      try {
        const result = await attempt()
        inARow = 0
        return result
      } catch (failure) {
        inARow += 1
        if (inARow >= failures) retryAt = now() + openMs
        throw failure
      }
    },
  }
}
