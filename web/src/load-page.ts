import { lazyRouteComponent, type AsyncRouteComponent } from '@tanstack/react-router'
import { startWaiting } from './graph/connection.ts'
import { pauseBefore, pauseMs } from './graph/retry-link.ts'

const pages: (() => Promise<unknown>)[] = []

/** A page whose code is fetched when it is first opened, and waited for when the server can't be reached. */
export function page<Module extends Record<string, unknown>, Name extends keyof Module & string>(
  load: () => Promise<Module>,
  name: Name,
) {
  pages.push(load)
  return lazyRouteComponent(() => whenReachable(load), name) as AsyncRouteComponent<object>
}

/** Fetches the other pages' code while nothing else is to do, so that going to one asks the server only for its data. */
export function fetchPagesQuietly(afterMs = 3_000): void {
  setTimeout(() => {
    for (const load of pages) load().catch(() => undefined)
  }, afterMs)
}

async function whenReachable<Module>(load: () => Promise<Module>): Promise<Module> {
  let stopWaiting: (() => void) | undefined
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await load()
      } catch (error) {
        // The server answers but the file is gone: a newer version is online, and the router loads the page anew.
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
