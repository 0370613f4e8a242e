import type { PathStep } from '../plan/plan.ts'
import { isJsonObject, own, type JsonObject } from './data.ts'

export type Satisfies = (typename: string, condition: string) => boolean
export type ResponsePath = readonly (string | number)[]

/** Collects the objects that a plan's path leads to from each of `from`, in order of their place in the response. */
export function objectsAt(from: readonly JsonObject[], path: readonly PathStep[], satisfies: Satisfies): JsonObject[] {
  const found: JsonObject[] = []
  for (const start of from) walk(start, path, 0, satisfies, (object) => found.push(object))
  return found
}

/**
 * Where the same objects are in the response, in the same order. Only errors ask for it, so the walk is done
 * again then instead of carrying paths along on every request.
 */
export function locationsAt(root: JsonObject, path: readonly PathStep[], satisfies: Satisfies): ResponsePath[] {
  const found: ResponsePath[] = []
  const here: (string | number)[] = []
  walk(root, path, 0, satisfies, () => found.push([...here]), here)
  return found
}

/** The part of a plan's path that is the same for all objects: up to the first list. */
export function fixedPart(path: readonly PathStep[]): ResponsePath {
  const fixed: string[] = []
  for (const step of path) {
    if (step.kind === 'each') break
    if (step.kind === 'field') fixed.push(step.name)
  }
  return fixed
}

function walk(
  value: unknown,
  path: readonly PathStep[],
  index: number,
  satisfies: Satisfies,
  visit: (object: JsonObject) => void,
  here?: (string | number)[],
): void {
  if (Array.isArray(value)) {
    const next = path[index]?.kind === 'each' ? index + 1 : index
    for (let i = 0; i < value.length; i++) {
      here?.push(i)
      walk(value[i], path, next, satisfies, visit, here)
      here?.pop()
    }
    return
  }
  if (!isJsonObject(value)) return
  const step = path[index]
  if (!step) return visit(value)
  if (step.kind === 'each') return // a list was promised, and an object came
  if (step.kind === 'type') {
    const typename = value['__typename']
    const fits = typeof typename === 'string' && step.types.some((type) => satisfies(typename, type))
    if (fits) walk(value, path, index + 1, satisfies, visit, here)
    return
  }
  here?.push(step.name)
  walk(own(value, step.name), path, index + 1, satisfies, visit, here)
  here?.pop()
}
