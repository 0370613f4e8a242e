import type { Viewer } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import { isEntryFor, type FeedEntry, type Raised } from './feed-entry.ts'

type FollowerOptions = {
  viewer: Viewer
  place: bigint
  following: (place: bigint) => Promise<FeedEntry[]>
  stallMs: number
  onEnd: () => void
}

/** Hand-written: an async generator would hold on after an unsubscribe until the next alert. */
export function createFollower({ viewer, place: start, following, stallMs, onEnd }: FollowerOptions): {
  wake(): void
  iterator: AsyncIterableIterator<Raised>
} {
  let place = start
  let ready: Raised[] = [] // at most a page
  let ended: 'no' | 'by the subscriber' | 'too slow' = 'no'
  let news = false
  let waker: (() => void) | undefined
  let asking = false
  let stall: NodeJS.Timeout | undefined

  const end = (how: typeof ended) => {
    if (ended !== 'no') return
    ended = how
    ready = []
    disarm()
    onEnd()
    waker?.()
  }
  // A subscriber that asks for nothing while something may be ready for it is closed; it comes back with its cursor.
  const arm = () => {
    stall ??= setTimeout(() => end('too slow'), stallMs).unref()
  }
  const disarm = () => {
    clearTimeout(stall)
    stall = undefined
  }
  const untilNews = async () => {
    if (!news && ended === 'no') await new Promise<void>((resolve) => (waker = resolve))
    waker = undefined
  }
  const isOpen = () => ended === 'no'
  const take = async (): Promise<IteratorResult<Raised>> => {
    while (isOpen()) {
      const first = ready.shift()
      if (first !== undefined) return { done: false, value: first }
      news = false
      const entries = await following(place)
      if (entries.length === 0) await untilNews()
      else {
        place = entries.at(-1)!.sequence
        ready = entries.filter((entry) => isEntryFor(viewer, entry)).map(({ sequence, alert }) => ({ sequence, alert }))
      }
    }
    if (ended === 'by the subscriber') return { done: true, value: undefined }
    ended = 'by the subscriber' // said once
    throw tooSlow()
  }
  const inTurn = async (before: Promise<unknown>) => {
    await before
    try {
      return await take()
    } finally {
      asking = false
      if (ended === 'no' && (ready.length > 0 || news)) arm()
    }
  }
  let earlier: Promise<unknown> = Promise.resolve()
  return {
    wake() {
      news = true
      if (!asking) arm()
      waker?.()
    },
    iterator: {
      next() {
        asking = true
        disarm()
        const answer = inTurn(earlier)
        earlier = answer.catch(() => {}) // one at a time, in order
        return answer
      },
      async return() {
        end('by the subscriber')
        return { done: true, value: undefined }
      },
      async throw(error: unknown) {
        end('by the subscriber')
        throw error
      },
      [Symbol.asyncIterator]() {
        return this
      },
    },
  }
}

const tooSlow = () =>
  new GraphQLError('The subscription was closed because it did not keep up. Subscribe again after the last cursor', {
    extensions: { code: 'X_TOO_SLOW' },
  })
