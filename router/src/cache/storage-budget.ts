/**
 * Bounds what this router has in the store: bytes count until they have expired there. Above the bound nothing more is
 * stored, so that sessions, which share the store, are never pushed out.
 */
export interface StorageBudget {
  spend(bytes: number, ttlMs: number): boolean
}

const stepMs = 1_000

export function createStorageBudget(maxBytes: number, now: () => number = () => performance.now()): StorageBudget {
  /** Bytes by the second in which they expire: as many entries as a time to live has seconds. */
  const expiring = new Map<number, number>()
  let held = 0
  let cleanedUntil = -Infinity
  const clean = () => {
    const second = Math.floor(now() / stepMs)
    if (second === cleanedUntil) return
    cleanedUntil = second
    for (const [at, bytes] of expiring) {
      if (at >= second) continue
      held -= bytes
      expiring.delete(at)
    }
  }
  return {
    spend(bytes, ttlMs) {
      clean()
      if (held + bytes > maxBytes) return false
      const at = Math.floor((now() + ttlMs) / stepMs)
      expiring.set(at, (expiring.get(at) ?? 0) + bytes)
      held += bytes
      return true
    },
  }
}
