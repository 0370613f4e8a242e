import type { SubgraphSource } from '../serve-subgraph.ts'

/** Alerts with a durable log, as a subgraph that can be resumed; and ticks, as one that cannot. */
export interface AlertLog {
  raise(...ids: string[]): void
  tick(count: number): void
  entries: string[]
  sources: readonly SubgraphSource[]
  /** Arguments `after` of every subscription that was opened. */
  resumedAfter: (string | null | undefined)[]
}

interface Feed<T> {
  push(value: T): void
  iterate(replay?: readonly T[]): AsyncIterableIterator<T>
}

/** Hand-written: an async generator would keep its source after an unsubscribe until its next event. */
function createFeed<T>(): Feed<T> {
  const readers = new Set<(value: T) => void>()
  return {
    push: (value) => readers.forEach((reader) => reader(value)),
    iterate(replay = []) {
      const queue = [...replay]
      let wake: (() => void) | undefined
      let over = false
      const reader = (value: T) => {
        queue.push(value)
        wake?.()
      }
      readers.add(reader)
      const end = () => {
        over = true
        readers.delete(reader)
        wake?.()
        return Promise.resolve({ done: true as const, value: undefined })
      }
      return {
        async next() {
          for (;;) {
            if (over) return { done: true, value: undefined }
            const [value] = queue.splice(0, 1)
            if (value !== undefined) return { done: false, value }
            await new Promise<void>((resolve) => (wake = resolve))
          }
        },
        return: end,
        throw: end,
        [Symbol.asyncIterator]() {
          return this
        },
      }
    },
  }
}

const link = (...imports: string[]) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports.map((name) => `"${name}"`).join(', ')}])`

export function createAlerts(): AlertLog {
  const entries: string[] = []
  const resumedAfter: AlertLog['resumedAfter'] = []
  const alerts = createFeed<number>()
  const ticks = createFeed<number>()
  const eventAt = (position: number) => ({ cursor: String(position), alert: { id: entries[position - 1] } })

  const source: SubgraphSource = {
    name: 'alerts',
    sdl: `${link('@key')}
      type Query { alertCount: Int! }
      type Subscription { alertRaised(after: String): AlertRaised! ticked: Tick! }
      type AlertRaised { cursor: String! alert: Alert! }
      type Tick { number: Int! padding(length: Int): String! alert: Alert }
      type Alert @key(fields: "id") { id: ID! }
    `,
    resolvers: {
      Query: { alertCount: () => entries.length },
      Tick: { padding: (_: unknown, { length }: { length?: number }) => 'x'.repeat(length ?? 0) },
      Subscription: {
        alertRaised: {
          subscribe: (_: unknown, { after }: { after?: string | null }) => {
            resumedAfter.push(after)
            const from = after === undefined || after === null ? entries.length : Number(after)
            const replay = entries.slice(from).map((_entry, index) => from + index + 1)
            return alerts.iterate(replay)
          },
          resolve: (position: number) => eventAt(position),
        },
        ticked: {
          subscribe: () => ticks.iterate(),
          resolve: (number: number) => ({ number, alert: { id: `t${number}` } }),
        },
      },
    },
  }
  const details: SubgraphSource = {
    name: 'details',
    sdl: `${link('@key')}
      type Query { ping: String }
      type Alert @key(fields: "id") { id: ID! text: String fails: String }
    `,
    resolvers: {
      Query: { ping: () => 'pong' },
      Alert: {
        __resolveReference: ({ id }: { id: string }) => ({ id }),
        text: ({ id }: { id: string }) => `text of ${id}`,
        fails: () => {
          throw new Error('no details')
        },
      },
    },
  }
  return {
    entries,
    resumedAfter,
    raise(...ids) {
      for (const id of ids) alerts.push(entries.push(id))
    },
    tick(count) {
      for (let number = 1; number <= count; number++) ticks.push(number)
    },
    sources: [source, details],
  }
}
