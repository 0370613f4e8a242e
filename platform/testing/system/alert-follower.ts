import { setTimeout as wait } from 'node:timers/promises'
import { contractOperations } from '../src/contract.ts'
import type { Client } from '../src/client.ts'
import type { EventStream } from '../src/event-stream.ts'

export type FollowedAlert = { cursor: string; alert: { id: string; code: string; case: { id: string } | null } }

export type AlertFollower = AsyncDisposable & {
  /** All that arrived, over all connections, in order. */
  received: FollowedAlert[]
  /** How many connections there were. */
  connections(): number
}

/** Follows the alerts as a careful client does: it remembers the last cursor, and resumes from it when the line is lost. */
export function followAlerts(client: Client, after: string | null): AlertFollower {
  const received: FollowedAlert[] = []
  let connections = 0
  let stopped = false
  let stream: EventStream<{ complianceAlertRaised: FollowedAlert }> | undefined
  const following = follow()

  async function follow(): Promise<void> {
    while (!stopped) {
      connections += 1
      stream = client.subscribe(contractOperations().get('Alerts')!, { after: received.at(-1)?.cursor ?? after })
      for (;;) {
        const event = await stream.next({ deadlineMs: 3_600_000 }).catch(() => undefined)
        if (event === undefined) break
        received.push(event.complianceAlertRaised)
      }
      await stream[Symbol.asyncDispose]()
      if (!stopped) await wait(100) // as a client backs off
    }
  }

  return {
    received,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      stopped = true
      await stream?.[Symbol.asyncDispose]()
      await following
    },
  }
}
