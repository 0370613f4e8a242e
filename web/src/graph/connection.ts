import { createStore } from './store.ts'

/** How the app stands with the server: by its requests, and by the live line for alerts. */
export interface Connection {
  /** How many requests wait for a server that does not answer; the banner shows while there are any. */
  waiting: number
  live: 'connecting' | 'live' | 'lost'
  /** When the server last answered, in epoch milliseconds. */
  lastAnswerAt: number | undefined
}

export const connection = createStore<Connection>({ waiting: 0, live: 'connecting', lastAnswerAt: undefined })

export function serverAnswered(): void {
  connection.set((now) => ({ ...now, lastAnswerAt: Date.now() }))
}

/** A request could not be answered and will be tried again. Call what comes back when it no longer waits. */
export function startWaiting(): () => void {
  connection.set((now) => ({ ...now, waiting: now.waiting + 1 }))
  let waits = true
  return () => {
    if (!waits) return
    waits = false
    connection.set((now) => ({ ...now, waiting: now.waiting - 1 }))
  }
}

export function liveLineIs(live: Connection['live']): void {
  connection.set((now) =>
    now.live === live ? now : { ...now, live, ...(live === 'live' ? { lastAnswerAt: Date.now() } : {}) },
  )
}

const impatient = new Set<() => void>()

/** Starts a waiting retry at once: "Try now", or the browser says that it is online again. */
export function onTryNow(listener: () => void): () => void {
  impatient.add(listener)
  return () => impatient.delete(listener)
}

export function tryNow(): void {
  // Each takes itself off the list, and may put itself on it again.
  for (const listener of Array.from(impatient)) listener()
}

if (typeof window !== 'undefined') window.addEventListener('online', tryNow)
