/** What is right: computed over the whole object graph at once, without federation. */
import { compile, compileEvent } from './graph/answer.ts'
import type { World } from './graph/data.ts'
import { alertOf } from './graph/feed.ts'
import type { Operation } from './operations.ts'

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
