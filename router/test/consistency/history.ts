/** What a finished operation knew of one book or shelf: a number that only grows. */
export type Observed = { what: string; value: number }

export type Stale = { operation: string; what: string; value: number; known: number }

/**
 * No operation that begins after another has ended may show less than that one showed, whoever asked either, whether it
 * read or changed: that is reading one's own writes, and that nothing ever goes back in time.
 */
export interface History {
  /** Begins an operation; the function takes in what it showed at its end. */
  begin(operation: string): (observed: readonly Observed[], options?: { counts?: boolean }) => void
  stale: Stale[]
  operations: number
}

export function createHistory(): History {
  const known = new Map<string, number>()
  const history: History = {
    stale: [],
    operations: 0,
    begin(operation) {
      const then = new Map(known)
      return (observed, { counts = true } = {}) => {
        history.operations += 1
        for (const { what, value } of observed) {
          const least = then.get(what) ?? 0
          if (value < least) history.stale.push({ operation, what, value, known: least })
          if (counts) known.set(what, Math.max(known.get(what) ?? 0, value))
        }
      }
    },
  }
  return history
}
