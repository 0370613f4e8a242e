/** The merged data of a request: plain JSON, as subgraphs answered it. */
export type JsonObject = Record<string, unknown>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A property of the object itself: a field may be called `constructor`, and must not be found on the prototype. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/**
 * Merges a subgraph's answer into what others answered before. Objects and lists of one length merge element by
 * element; otherwise the newer value wins. Parts of `source` become parts of `target`: a source that goes into
 * several targets is cloned by the caller (`cloneJson`), or a later fetch for one would show in the other.
 */
export function merge(target: JsonObject, source: JsonObject): void {
  for (const key in source) {
    // An own property of this name comes out of JSON.parse, and would set the target's prototype.
    if (key === '__proto__') continue
    const value = source[key]
    if (value === undefined) continue
    const current = target[key]
    if (current === value) continue
    if (typeof value !== 'object' || value === null || typeof current !== 'object' || current === null) {
      target[key] = value
    } else if (!Array.isArray(value) && !Array.isArray(current)) {
      merge(current as JsonObject, value as JsonObject)
    } else if (Array.isArray(value) && Array.isArray(current) && value.length === current.length) {
      mergeLists(current, value)
    } else {
      target[key] = value
    }
  }
}

function mergeLists(target: unknown[], source: readonly unknown[]): void {
  for (const [index, value] of source.entries()) {
    const current = target[index]
    if (isJsonObject(current) && isJsonObject(value)) {
      if (current !== value) merge(current, value)
    } else if (Array.isArray(current) && Array.isArray(value) && current.length === value.length) {
      mergeLists(current, value)
    } else {
      target[index] = value
    }
  }
}

/** A deep copy; leaves are shared, since JSON leaves do not change. */
export function cloneJson<T>(value: T): T
export function cloneJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((element: unknown) => cloneJson(element))
  const copy: JsonObject = {}
  for (const key in value) if (key !== '__proto__') copy[key] = cloneJson((value as JsonObject)[key])
  return copy
}
