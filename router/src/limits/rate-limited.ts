import type { ResponseError } from '../execute/errors.ts'
import { HttpRefusal } from '../http/read-body.ts'

/** Too many operations in too short a time: answered with 429. */
export class RateLimited extends HttpRefusal {
  override name = 'RateLimited'
  readonly retryAfterSeconds: number
  constructor(waitMs: number) {
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000))
    super(429, 'RATE_LIMITED', `Too many operations in a short time. Try again in ${seconds} s.`)
    this.retryAfterSeconds = seconds
  }
}

/** A refusal as a GraphQL error. */
export function refusalError(refusal: HttpRefusal): ResponseError {
  const { code, message } = refusal
  const more = refusal instanceof RateLimited ? { retryAfterSeconds: refusal.retryAfterSeconds } : {}
  return { message, extensions: { code, ...more } }
}
