import type { Rewrite, RewriteStep } from '../plan/plan.ts'
import { isJsonObject, own, type JsonObject } from './data.ts'
import type { Satisfies } from './path.ts'

/** Changes `value` in place as the planner asks: sets a key, or moves a value to another key. */
export function applyRewrites(rewrites: readonly Rewrite[], value: unknown, satisfies: Satisfies): void {
  for (const rewrite of rewrites) {
    forEachAt(value, rewrite.path, 0, satisfies, (object) => {
      if (rewrite.kind === 'set') {
        object[rewrite.key] = rewrite.value
        return
      }
      const moved = own(object, rewrite.key)
      if (moved === undefined) return
      object[rewrite.to] = moved
      object[rewrite.key] = undefined // merging and JSON.stringify leave out what is undefined
    })
  }
}

function forEachAt(
  value: unknown,
  path: readonly RewriteStep[],
  index: number,
  satisfies: Satisfies,
  change: (object: JsonObject) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of value) forEachAt(element, path, index, satisfies, change)
    return
  }
  if (!isJsonObject(value)) return
  const step = path[index]
  if (!step) return change(value)
  if (step.kind === 'field') return forEachAt(own(value, step.name), path, index + 1, satisfies, change)
  const typename = value['__typename']
  // A subgraph that was not asked for __typename can only have sent the type that the path speaks of.
  const fits = typeof typename !== 'string' || step.types.some((type) => satisfies(typename, type))
  if (fits) forEachAt(value, path, index + 1, satisfies, change)
}
