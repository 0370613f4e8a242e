import type { ContextVariable, PathStep, RewriteStep } from '../plan/plan.ts'
import { isJsonObject, own, type JsonObject } from './data.ts'
import type { Step } from './execution.ts'
import { locationsAt, objectsAt, type ResponsePath, type Satisfies } from './path.ts'

/**
 * Runs the fetch once for each different set of values that its entities have above them: a fetch has one value a variable.
 * Few contexts differ within a response (a currency, a language), while entities are many.
 */
export function forEachContext(
  context: readonly ContextVariable[],
  fetch: Step,
  place: readonly PathStep[],
  satisfies: Satisfies,
): Step {
  return async (execution) => {
    const entities = objectsAt([execution.data], place, satisfies)
    const places = locationsAt(execution.data, place, satisfies)
    const sets = new Map<string, { values: JsonObject; entities: JsonObject[] }>()
    entities.forEach((entity, index) => {
      const values = valuesOf(context, execution.data, places[index] ?? [], satisfies)
      const key = JSON.stringify(values)
      const set = sets.get(key)
      if (set) set.entities.push(entity)
      else sets.set(key, { values, entities: [entity] })
    })
    const running: Promise<void>[] = []
    for (const set of sets.values()) {
      const run = fetch({ ...execution, variables: { ...execution.variables, ...set.values } }, set.entities)
      if (run) running.push(run)
    }
    await Promise.all(running)
  }
}

/** A value that is not there is null: an argument from a context may always be. */
function valuesOf(
  context: readonly ContextVariable[],
  data: JsonObject,
  place: ResponsePath,
  satisfies: Satisfies,
): JsonObject {
  const values: JsonObject = {}
  for (const { variable, up, path } of context)
    values[variable] ??= valueAt(above(data, place, up), path, satisfies) ?? null
  return values
}

/** The object that is `up` fields above `place`: the elements of one list are beside each other. */
function above(data: JsonObject, place: ResponsePath, up: number): unknown {
  let length = place.length
  for (let left = up; left > 0 && length > 0; left--) {
    while (typeof place[length - 1] === 'number') length--
    length--
  }
  let value: unknown = data
  for (const step of place.slice(0, length)) value = (value as JsonObject)[step]
  return value
}

function valueAt(value: unknown, path: readonly RewriteStep[], satisfies: Satisfies): unknown {
  const [step, ...rest] = path
  if (!step) return value
  if (Array.isArray(value)) return value.map((element) => valueAt(element, path, satisfies) ?? null)
  if (!isJsonObject(value)) return undefined
  if (step.kind === 'field') return valueAt(own(value, step.name), rest, satisfies)
  const typename = value['__typename']
  const fits = typeof typename !== 'string' || step.types.some((type) => satisfies(typename, type))
  return fits ? valueAt(value, rest, satisfies) : undefined
}
