/** A map that keeps the entries used last, up to a total weight (for documents: characters). */
export interface Lru<Value> {
  get(key: string): Value | undefined
  set(key: string, value: Value): void
  readonly size: number
}

export function createLru<Value>(maxWeight: number, weigh: (key: string) => number = (key) => key.length): Lru<Value> {
  const entries = new Map<string, Value>()
  let weight = 0
  return {
    get(key) {
      const value = entries.get(key)
      // Re-inserting moves the entry to the young end. While there is room for all, order does not matter.
      if (value !== undefined && weight > maxWeight / 2) {
        entries.delete(key)
        entries.set(key, value)
      }
      return value
    },
    set(key, value) {
      if (!entries.has(key)) weight += weigh(key)
      entries.set(key, value)
      for (const oldest of entries.keys()) {
        if (weight <= maxWeight || oldest === key) break
        entries.delete(oldest)
        weight -= weigh(oldest)
      }
    },
    get size() {
      return entries.size
    },
  }
}
