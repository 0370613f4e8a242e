import { SubgraphFailure } from '../execute/errors.ts'

/** Refuses at once while a subgraph is down, instead of letting every request find that out by waiting. */
export interface CircuitBreaker {
  /** Before an attempt: throws a `SubgraphFailure` while the circuit is open. */
  enter(): void
  succeeded(): void
  failed(): void
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
    enter() {
      if (inARow < failures) return
      if (now() < retryAt) throw new SubgraphFailure('SUBGRAPH_UNAVAILABLE')
      retryAt = now() + openMs // this request is the probe; the others still wait
    },
    succeeded() {
      inARow = 0
    },
    failed() {
      inARow += 1
      if (inARow >= failures) retryAt = now() + openMs
    },
  }
}
