/**
 * Shares the answer of a request that is on its way with whoever asks the very same meanwhile. Group and question
 * together must hold everything that the answer depends on, above all the caller's authorization scope. They are kept
 * apart because questions are long: nothing is put together for a look-up.
 */
export interface InFlight<T> {
  share(group: string, question: string, ask: () => Promise<T>): Promise<T>
  readonly size: number
}

export function createInFlight<T>(): InFlight<T> {
  const groups = new Map<string, Map<string, Promise<T>>>()
  return {
    share(group, question, ask) {
      let flying = groups.get(group)
      const known = flying?.get(question)
      if (known) return known
      const answer = ask()
      // Asking may have begun another of the group, or ended one.
      flying = groups.get(group)
      if (!flying) groups.set(group, (flying = new Map()))
      flying.set(question, answer)
      const land = () => {
        const all = groups.get(group)
        if (all?.delete(question) && all.size === 0) groups.delete(group)
      }
      answer.then(land, land)
      return answer
    },
    get size() {
      let size = 0
      for (const flying of groups.values()) size += flying.size
      return size
    },
  }
}
