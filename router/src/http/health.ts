/** Ready for clients: once every subgraph has been ready, and while the session store answers and nobody asked to stop. */
export interface Readiness {
  isReady(): Promise<boolean>
  drain(): void
  close(): void
}

export interface ReadinessOptions {
  /** Subgraph addresses; each has `/health/ready` at its origin. */
  urls: ReadonlyMap<string, string>
  healthy(): Promise<boolean>
  retryMs?: number
}

export function createReadiness({ urls, healthy, retryMs = 100 }: ReadinessOptions): Readiness {
  const missing = new Map(urls)
  let draining = false
  let timer: NodeJS.Timeout | undefined
  // Only at the start: later a subgraph that is down costs its own fields, and must not take the router with it.
  const look = async () => {
    await Promise.all(
      [...missing].map(async ([name, url]) => {
        const response = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(2_000) }).catch(
          () => undefined,
        )
        if (response?.ok) missing.delete(name)
        await response?.body?.cancel()
      }),
    )
    if (missing.size > 0 && !draining) timer = setTimeout(() => void look(), retryMs)
  }
  void look()
  return {
    isReady: async () => !draining && missing.size === 0 && (await healthy()),
    drain() {
      draining = true
      clearTimeout(timer)
    },
    close: () => clearTimeout(timer),
  }
}
