import { createHmac } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Claims } from '@cma/runtime/viewer'
import type { BucketSize, TokenBuckets } from '@cma/runtime/token-buckets'
import { clientAddress } from '../http/client-address.ts'
import { createRateLimiter } from './rate-limiter.ts'
import { RateLimited } from './rate-limited.ts'

export interface RateLimitsOptions {
  buckets: TokenBuckets
  /** Operations of one person, on all their devices. */
  person: BucketSize
  /** Operations of one partner's software. */
  partner: BucketSize
  /** Requests from one address: a centre's whole office may be behind it. */
  address: BucketSize
  trustProxy: boolean
  /** Hides whose buckets they are from whoever reads the store. */
  secret: string
}

/** Each returns, or resolves, when the caller may go on; they throw, or reject with, a `RateLimited`. */
export interface RateLimits {
  ofAddress(request: IncomingMessage): void | Promise<void>
  ofCaller(claims: Claims): void | Promise<void>
}

export function createRateLimits(options: RateLimitsOptions): RateLimits {
  const { buckets, person, partner, address, trustProxy, secret } = options
  const nameInStore = (key: string) => `rate:${createHmac('sha256', secret).update(key).digest('base64url')}`
  const takeTurn = createRateLimiter({ buckets, nameInStore })
  const limit = (key: string, size: BucketSize) => {
    const wait = takeTurn(key, size)
    return typeof wait === 'number' ? refuseIf(wait) : wait.then(refuseIf)
  }
  return {
    ofAddress: (request) => limit(`address ${networkOf(clientAddress(request, trustProxy))}`, address),
    ofCaller: ({ kind, sub }) => limit(`${kind} ${sub}`, kind === 'PARTNER' ? partner : person),
  }
}

function refuseIf(waitMs: number): void {
  if (waitMs > 0) throw new RateLimited(waitMs)
}

/** An IPv6 subscriber has a whole /64 to choose addresses from. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  // `::` stands for as many groups of 0 as are missing.
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0')].slice(0, 4).join(':')
}
