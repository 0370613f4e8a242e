import { subgraphTag } from '@cma/runtime/result-tags'
import { resultLeaseMs, type Results } from '@cma/runtime/results'

/**
 * Whether what the store says may be believed. Only while the router has heard from it without a gap: during a gap,
 * changes may have gone unannounced, and their writers count on every router to void everything before it recalls
 * anything again (`result-changes.ts` in the runtime). A store that does not answer is left alone until it does.
 */
export interface Lease {
  /** Asked before and after each look into the store. */
  holds(): boolean
  /** The store failed: it is not asked again before the next sign of life. */
  doubt(): void
  /** A change went past the store, and could not be made up for: nothing is believed before everything is void. */
  lapse(): void
  stop(): void
}

export interface LeaseOptions {
  results: Results
  /** Names of the subgraphs whose answers are voided after a gap. */
  subgraphs: () => Iterable<string>
  leaseMs?: number
  beatMs?: number
}

export function createLease({ results, subgraphs, leaseMs = resultLeaseMs, beatMs = 400 }: LeaseOptions): Lease {
  const now = () => performance.now()
  let heardAt = -Infinity
  let losses = -1
  let doubted = false
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const whole = (at: number) => at - heardAt <= leaseMs && results.losses() === losses
  const beat = async () => {
    const sentAt = now()
    const lossesThen = results.losses()
    try {
      if (whole(sentAt)) await results.ping()
      else await results.renew([...subgraphs()].map(subgraphTag))
      // Of a beat that took longer than the lease nobody knows what went past it: then the next one voids.
      if (now() - sentAt <= leaseMs) heardAt = sentAt
      losses = lossesThen
      doubted = false
    } catch {
      doubted = true
    }
    if (stopped) return
    timer = setTimeout(() => void beat(), beatMs)
    timer.unref()
  }
  void beat()
  return {
    holds: () => !doubted && whole(now()),
    doubt: () => void (doubted = true),
    lapse: () => void (heardAt = -Infinity),
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
