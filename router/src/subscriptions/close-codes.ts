/**
 * Why the router closes a WebSocket. 44xx below 4430 are the graphql-transport-ws protocol's own. Its client library
 * gives up after 4400, 4401, 4406, 4409, 4429 and 4500, and connects again after all others used here: a client
 * then subscribes anew, with the cursor it has.
 */
export const closeCodes = {
  invalidMessage: 4400,
  /** No session, or it ended: sign in again. */
  unauthorized: 4401,
  /** The page is not served from here. */
  forbidden: 4403,
  subprotocol: 4406,
  initTimeout: 4408,
  /** Roles changed, or the schema did: subscribe again. */
  changed: 4410,
  duplicateId: 4409,
  tooManyInits: 4429,
  /** The client does not read fast enough. Nothing was dropped silently: resume from the last cursor. */
  tooSlow: 4430,
  /** Too many connections or operations. */
  tooMany: 4431,
  /** The subgraph behind a subscription went away, and what it missed cannot be made up for here. */
  sourceLost: 4503,
  goingAway: 1001,
} as const

export interface CloseReason {
  code: number
  reason: string
}
