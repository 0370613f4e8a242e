import type { Client as SocketClient, SubscribePayload } from 'graphql-ws'

export type EventStream<Data> = AsyncDisposable & {
  /** The next event that nobody took yet; fails after the deadline (default 20,000 ms), or with the error that ended the stream. */
  next(options?: { deadlineMs?: number }): Promise<Data>
  /** Events that arrived, taken or not, in order. */
  received: Data[]
  /** Resolves when the server has accepted the connection. The subscription itself is confirmed by no message of the protocol. */
  connected: Promise<void>
  /** Resolves, with the reason if there is one, when the stream has ended. */
  ended: Promise<unknown>
}

/** Runs one subscription and keeps its events until they are asked for. */
export function streamOf<Data>(socket: SocketClient, payload: SubscribePayload): EventStream<Data> {
  const received: Data[] = []
  const waiting = new Set<() => void>()
  const wake = () => waiting.forEach((look) => look())
  const ended = Promise.withResolvers<unknown>()
  const connected = Promise.withResolvers<void>()
  let taken = 0
  let end: { reason: unknown } | undefined
  const finish = (reason?: unknown) => {
    end ??= { reason }
    ended.resolve(reason)
    connected.resolve()
    wake()
  }
  socket.on('connected', () => connected.resolve())
  const unsubscribe = socket.subscribe<Data>(payload, {
    next({ data, errors }) {
      if (errors) return finish(new Error(`An event has errors: ${JSON.stringify(errors)}`))
      received.push(data!)
      wake()
    },
    error: finish,
    complete: () => finish(),
  })
  return {
    received,
    ended: ended.promise,
    connected: connected.promise,
    async next({ deadlineMs = 20_000 } = {}) {
      const { promise, resolve, reject } = Promise.withResolvers<Data>()
      const look = () => {
        if (taken < received.length) resolve(received[taken++]!)
        else if (end) reject(new Error('The stream has ended', { cause: end.reason }))
        else return
        waiting.delete(look)
      }
      const timer = setTimeout(() => {
        waiting.delete(look)
        reject(new Error(`No event within ${deadlineMs} ms`))
      }, deadlineMs)
      waiting.add(look)
      look()
      return promise.finally(() => clearTimeout(timer))
    },
    async [Symbol.asyncDispose]() {
      unsubscribe()
      // It waits for a connection that is just being made, and fails with it: over it is either way.
      await Promise.resolve(socket.dispose()).catch(() => {})
    },
  }
}
