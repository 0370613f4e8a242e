/** Values pushed to a subscriber, with a bound. */
export type Stream<T> = AsyncIterableIterator<T> & {
  /** @returns false when the stream has ended or is full; when full, it ends with `overflow` after what it holds. */
  push(value: T): boolean
  end(): void
  fail(error: Error): void
}

/**
 * A hand-written iterator for subscription resolvers. An async generator would not do: its `return()` waits for the
 * pending `next()`, so that the source stays open after an unsubscribe until one more event comes.
 * `onEnd` runs once, however it ends.
 */
export function createStream<T>({
  limit = 1_000,
  overflow,
  onEnd = () => {},
}: {
  limit?: number
  overflow: () => Error
  onEnd?: () => void
}): Stream<T> {
  const values: T[] = []
  let ended = false
  let failure: Error | undefined
  let waiting: PromiseWithResolvers<IteratorResult<T>> | undefined

  const finish = (error?: Error) => {
    if (ended) return
    ended = true
    failure = error
    if (waiting && error) waiting.reject(error)
    else waiting?.resolve({ done: true, value: undefined })
    if (waiting) failure = undefined
    waiting = undefined
    onEnd()
  }
  return {
    push(value) {
      if (ended) return false
      if (waiting) {
        waiting.resolve({ done: false, value })
        waiting = undefined
        return true
      }
      if (values.length >= limit) {
        finish(overflow())
        return false
      }
      values.push(value)
      return true
    },
    end: () => finish(),
    fail: (error) => finish(error),
    next() {
      if (values.length > 0) return Promise.resolve({ done: false, value: values.shift()! })
      if (failure) {
        const error = failure
        failure = undefined
        return Promise.reject(error)
      }
      if (ended) return Promise.resolve({ done: true, value: undefined })
      waiting ??= Promise.withResolvers()
      return waiting.promise
    },
    return() {
      values.length = 0
      failure = undefined
      finish()
      return Promise.resolve({ done: true, value: undefined })
    },
    throw(error: unknown) {
      values.length = 0
      finish()
      return Promise.reject(error instanceof Error ? error : new Error('the subscription was ended'))
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
