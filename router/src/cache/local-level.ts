import type { Remembered } from './remembered.ts'

/** The level in this process: spares the value's way and its unsealing. What it holds counts only with the versions of now. */
export interface LocalLevel {
  get(key: string): Remembered | undefined
  set(key: string, remembered: Remembered): void
  /** Characters held. */
  size(): number
}

export function createLocalLevel(maxSize: number, now: () => number = Date.now): LocalLevel {
  const entries = new Map<string, Remembered>()
  let size = 0
  const sizeOf = (key: string, { stamp, text }: Remembered) => key.length + stamp.length + text.length
  const remove = (key: string) => {
    const entry = entries.get(key)
    if (!entry) return
    size -= sizeOf(key, entry)
    entries.delete(key)
  }
  return {
    get(key) {
      const entry = entries.get(key)
      if (!entry) return undefined
      if (entry.expiresAt <= now()) {
        remove(key)
        return undefined
      }
      entries.delete(key) // to the young end
      entries.set(key, entry)
      return entry
    },
    set(key, remembered) {
      remove(key)
      entries.set(key, remembered)
      size += sizeOf(key, remembered)
      for (const oldest of entries.keys()) {
        if (size <= maxSize) break
        remove(oldest)
      }
    },
    size: () => size,
  }
}
