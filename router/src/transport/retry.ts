/** Allows retries only as a share of all requests, so that a struggling subgraph is not given many times the load. */
export interface RetryBudget {
  /** Counts a first attempt. */
  earn(): void
  /** Takes one retry from the budget, if there is one. */
  spend(): boolean
}

/** How often one request is tried, the first time included. */
export const maxAttempts = 4

export function createRetryBudget(share = 0.2, reserve = 10): RetryBudget {
  let tokens = reserve
  return {
    earn() {
      tokens = Math.min(reserve, tokens + share)
    },
    spend() {
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}

/** Waits between attempts double, and half of each is random: callers that failed together do not come back together. */
export function retryDelayMs(attempt: number, firstMs = 40): number {
  const full = firstMs * 2 ** attempt
  return full / 2 + (Math.random() * full) / 2
}
