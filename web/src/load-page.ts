import { lazyRouteComponent, type AsyncRouteComponent } from '@tanstack/react-router'
import { whenReachable } from './graph/when-reachable.ts'

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
