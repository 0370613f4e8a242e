import type { Results, TagVersion } from '@cma/runtime/results'
import { createLocalLevel } from './local-level.ts'
import { readRemembered, writeRemembered, type Remembered } from './remembered.ts'
import { createStorageBudget } from './storage-budget.ts'

/** The process's own level over the store that all routers share. */
export interface Levels {
  /** What is remembered under the keys, and the versions of now, which decide whether it counts: in one round trip. */
  look(
    tags: readonly string[],
    keys: readonly string[],
  ): Promise<{ versions: TagVersion[]; found: (Remembered | undefined)[] }>
  /** Rejects when the store did not take it. */
  keep(key: string, remembered: Remembered): Promise<void>
}

export interface LevelsOptions {
  results: Results
  sealing: Buffer
  /** Characters in this process. */
  localSize: number
  /** Bytes of this router's values in the store. */
  storedBytes: number
  /** Bytes of one value there. */
  valueBytes: number
}

export function createLevels({ results, sealing, localSize, storedBytes, valueBytes }: LevelsOptions): Levels {
  const local = createLocalLevel(localSize)
  const budget = createStorageBudget(storedBytes)
  return {
    async look(tags, keys) {
      const here = keys.map((key) => local.get(key))
      const elsewhere = keys.filter((_, place) => !here[place])
      const { versions, values } = await results.read({ tags, keys: elsewhere })
      const fromStore = new Map(elsewhere.map((key, place) => [key, readRemembered(values[place], key, sealing)]))
      for (const [key, remembered] of fromStore) if (remembered) local.set(key, remembered)
      return { versions, found: keys.map((key, place) => here[place] ?? fromStore.get(key)) }
    },
    async keep(key, remembered) {
      const ttlMs = remembered.expiresAt - Date.now()
      if (ttlMs <= 0) return
      local.set(key, remembered)
      const value = writeRemembered(remembered, key, sealing)
      if (value.length > valueBytes || !budget.spend(key.length + value.length, ttlMs)) return
      await results.keep(key, value, ttlMs)
    },
  }
}
