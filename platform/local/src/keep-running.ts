import { setTimeout as wait } from 'node:timers/promises'

/** Anything that runs and may end by itself: a database server, a service. */
export type Running = { pid: number; exited: Promise<void>; stop(): Promise<void> }

export type Kept = {
  name: string
  /** Of the present process; it changes with every restart. */
  pid(): number
  /** How often it had to be started again. */
  restarts(): number
  /** Ends the process; it comes back at once. For `npm run dev`. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const firstPauseMs = 100
const longestPauseMs = 5_000
/** After this long without an end, the next pause is a short one again. */
const steadyMs = 10_000

/** Starts something, and starts it again whenever it ends, with growing pauses, until it is stopped. */
export async function keepRunning(
  name: string,
  start: () => Promise<Running>,
  report: (line: string) => void,
): Promise<Kept> {
  let running = await start()
  let pauseMs = firstPauseMs
  let restarts = 0
  let askedFor = false
  const stopping = new AbortController()
  const watched = watch()

  async function watch(): Promise<void> {
    for (;;) {
      const since = performance.now()
      await running.exited
      if (stopping.signal.aborted) return
      pauseMs = askedFor || performance.now() - since > steadyMs ? firstPauseMs : pauseMs
      if (!askedFor) report(`${name} has ended; it is started again`)
      askedFor = false
      if (!(await startAgain())) return
    }
  }

  async function startAgain(): Promise<boolean> {
    for (;;) {
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return false
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      restarts += 1
      try {
        running = await start()
        return true
      } catch (error) {
        report(`${name} does not start: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }

  return {
    name,
    pid: () => running.pid,
    restarts: () => restarts,
    async restart() {
      askedFor = true
      await running.stop()
    },
    async stop() {
      stopping.abort()
      await running.stop()
      await watched
      await running.stop() // one that was just being started again
    },
  }
}
