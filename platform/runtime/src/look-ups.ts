/**
 * What is looked up in one turn of the event loop travels as one command that names each key once: every request of a busy
 * router looks its session up, and a command each is most of what that costs. Nobody waits for another turn, and nobody is
 * told what was read before they asked.
 */
export function createLookUps<T>(ask: (keys: string[]) => Promise<T[]>): (keys: readonly string[]) => Promise<T[]> {
  interface Batch {
    places: Map<string, number>
    values: Promise<T[]>
  }
  let gathering: Batch | undefined
  const begin = (): Batch => {
    const places = new Map<string, number>()
    const values = new Promise<T[]>((resolve) => {
      setImmediate(() => {
        gathering = undefined // whoever comes now asks for themselves
        resolve(ask([...places.keys()]))
      })
    })
    return { places, values }
  }
  return async (keys) => {
    if (keys.length === 0) return []
    const { places, values } = (gathering ??= begin())
    const own = keys.map((key) => {
      const known = places.get(key)
      if (known !== undefined) return known
      places.set(key, places.size)
      return places.size - 1
    })
    const found = await values
    return own.map((place) => found[place]!)
  }
}
