import { startWaiting } from './connection.ts'
import { pauseBefore, pauseMs } from './retry-link.ts'

/** Fetches code, and goes on trying while the server can't be reached; rejects when the server answers but the file is gone. */
export async function whenReachable<Module>(load: () => Promise<Module>): Promise<Module> {
  let stopWaiting: (() => void) | undefined
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await load()
      } catch (error) {
        // A newer version is online: the router loads the page anew.
        if (await serverAnswers()) throw error
        stopWaiting ??= startWaiting()
        await new Promise<void>((resolve) => void pauseBefore(resolve, pauseMs(attempt)))
      }
    }
  } finally {
    stopWaiting?.()
  }
}

async function serverAnswers(): Promise<boolean> {
  return fetch('/health/live', { cache: 'no-store' }).then(
    () => true,
    () => false,
  )
}
