/**
 * Shares the answer of a request that is on its way with whoever asks the very same meanwhile. The key must hold
 * everything that the answer depends on, above all the caller's authorization scope.
 */
export interface InFlight<T> {
  share(key: string, ask: () => Promise<T>): Promise<T>
  readonly size: number
}

export function createInFlight<T>(): InFlight<T> {
  const flying = new Map<string, Promise<T>>()
  return {
    share(key, ask) {
      const known = flying.get(key)
      if (known) return known
      const land = () => flying.delete(key)
      const answer = ask()
      flying.set(key, answer)
      answer.then(land, land)
      return answer
    },
    get size() {
      return flying.size
    },
  }
}
