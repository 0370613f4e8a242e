import { createMemoryTokenBuckets, type BucketSize, type TokenBuckets } from '@cma/runtime/token-buckets'

export interface RateLimiterOptions {
  /** Shared by all routers. */
  buckets: TokenBuckets
  /** The bucket's name in the store: whose it is must not be read there. */
  nameInStore(key: string): string
  now?: () => number
}

/** Milliseconds to wait before the next operation; 0: go. No promise where nobody has to be asked. */
export type TakeTurn = (key: string, size: BucketSize) => number | Promise<number>

/** Tokens that this process has taken from the shared bucket and not used yet. */
interface Lease {
  tokens: number
  until: number
  refusedUntil: number
  asking?: Promise<void> | undefined
}

const leaseMs = 1_000
/** How long to do without a store that does not answer. */
const pauseMs = 1_000

/**
 * Limits by token buckets that all routers share. A process takes several tokens at once and spends them within a
 * second, so that most operations ask nobody, and remembers a refusal, so that a flood does not reach the store.
 * While the store is away each process limits by itself.
 */
export function createRateLimiter({ buckets, nameInStore, now = Date.now }: RateLimiterOptions): TakeTurn {
  const local = createMemoryTokenBuckets(now)
  const leases = new Map<string, Lease>()
  let localUntil = 0
  let prunedAt = now()

  const leaseOf = (key: string): Lease => {
    const known = leases.get(key)
    if (known) return known
    const at = now()
    if (leases.size > 1_000 && at - prunedAt > leaseMs) {
      prunedAt = at
      for (const [other, lease] of leases)
        if (lease.until <= at && lease.refusedUntil <= at && !lease.asking) leases.delete(other)
    }
    const lease: Lease = { tokens: 0, until: 0, refusedUntil: 0 }
    leases.set(key, lease)
    return lease
  }

  const taken = async (key: string, size: BucketSize) => {
    const wanted = batchOf(size)
    if (now() < localUntil) return local.take(key, wanted, size)
    try {
      return await buckets.take(nameInStore(key), wanted, size)
    } catch {
      localUntil = now() + pauseMs
      return local.take(key, wanted, size)
    }
  }

  const ask = async (lease: Lease, key: string, size: BucketSize) => {
    const { granted, waitMs } = await taken(key, size)
    const at = now()
    lease.tokens = granted
    lease.until = at + leaseMs
    if (granted === 0) lease.refusedUntil = at + waitMs
    lease.asking = undefined
  }

  /** Undefined: the store has to be asked. */
  const atOnce = (lease: Lease): number | undefined => {
    const at = now()
    if (lease.refusedUntil > at) return lease.refusedUntil - at
    if (lease.tokens <= 0 || lease.until <= at) return undefined
    lease.tokens -= 1
    return 0
  }

  const afterAsking = async (lease: Lease, key: string, size: BucketSize): Promise<number> => {
    for (;;) {
      await (lease.asking ??= ask(lease, key, size))
      const wait = atOnce(lease)
      if (wait !== undefined) return wait
    }
  }

  return (key, size) => {
    const lease = leaseOf(key)
    return atOnce(lease) ?? afterAsking(lease, key, size)
  }
}

/** How many tokens to take at once: few enough that ten routers with a lease each stay within the rate. */
function batchOf({ perSecond, burst }: BucketSize): number {
  return Math.max(1, Math.floor(Math.min(perSecond / 10, burst / 20)))
}
