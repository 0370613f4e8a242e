/** What is right: computed over the whole object graph at once, without federation. */
import { compile, compileEvent } from './graph/answer.ts'
import type { World } from './graph/data.ts'
import { alertOf } from './graph/feed.ts'
import type { Subgraphs } from './graph/start.ts'
import type { Check } from './load/check.ts'
import type { Operation } from './operations.ts'
import type { Peer } from './peers/peer.ts'

/** The data that the operation's `nth` variables must be answered with. */
export function expectedAnswer(operation: Operation, world: World): (nth: number) => unknown {
  const answer = compile(operation.query, world)
  return (nth) => afterJson(answer(operation.variables[nth] ?? {}))
}

/** The data that a subscriber must get for an event. */
export function expectedEvent(subscription: string, world: World) {
  const toData = compileEvent(subscription, world)
  return (event: { id: string; caseId: string }): unknown => {
    const alert = { ...alertOf(event), case: world.entities.get('Case')?.get(event.caseId) }
    return afterJson(toData({ __typename: 'Subscription', alertRaised: alert }))
  }
}

function afterJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

export interface Checked {
  /** Requests to subgraphs that one request made. */
  fetches: number
  /** Length of the answer's body, in bytes. */
  bytes: number
}

/** Asks the router once, alone. Throws when the answer is wrong. */
export async function askOnce(peer: Peer, operation: Operation, check: Check, subgraphs: Subgraphs): Promise<Checked> {
  const before = await subgraphs.fetches()
  const response = await fetch(`http://127.0.0.1:${peer.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...peer.headersFor?.(0) },
    body: JSON.stringify({ query: operation.query, variables: operation.variables[0] }),
  })
  const body = Buffer.from(await response.arrayBuffer())
  check(0, response.status, body)
  return { fetches: (await subgraphs.fetches()) - before, bytes: body.length }
}
