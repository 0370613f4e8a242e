import type { Requirement, Rewrite } from '../plan/plan.ts'
import { isJsonObject, merge, own, type JsonObject } from './data.ts'
import type { Satisfies } from './path.ts'
import { applyRewrites } from './rewrite.ts'

/**
 * Makes the JSON text by which a subgraph recognises an entity, or null when the data does not have what the
 * subgraph needs (the fields then stay missing). `variables` are the coerced ones, for conditions in the plan.
 */
export interface Represent {
  (entity: JsonObject, variables: JsonObject): string | null
  /**
   * The one field by whose text entities of a type differ, where nothing else goes into their representation. Lists are
   * full of the same few entities: those are then told apart without making a text of each.
   */
  keyOf(typename: string): string | undefined
}

type Write = (entity: JsonObject, variables: JsonObject) => string | null

/** The quick way for one type. */
interface Flat {
  write: Write
  key: string | undefined
}

export function compileRepresentation(
  requires: readonly Requirement[],
  inputRewrites: readonly Rewrite[],
  satisfies: Satisfies,
): Represent {
  const general: Write = (entity, variables) => {
    const object = select(entity, requires, variables, satisfies)
    if (!object || typeof object['__typename'] !== 'string') return null
    applyRewrites(inputRewrites, object, satisfies)
    return JSON.stringify(object)
  }
  if (inputRewrites.length > 0) return Object.assign(general, { keyOf: () => undefined })
  const byType = new Map<string, Flat | undefined>()
  const flatOf = (typename: string): Flat | undefined => {
    let flat = byType.get(typename)
    if (flat === undefined && !byType.has(typename)) {
      flat = compileFlat(requires, typename, satisfies)
      byType.set(typename, flat)
    }
    return flat
  }
  const represent: Write = (entity, variables) => {
    const typename = entity['__typename']
    if (typeof typename !== 'string') return null
    return flatOf(typename)?.write(entity, variables) ?? general(entity, variables)
  }
  return Object.assign(represent, { keyOf: (typename: string) => flatOf(typename)?.key })
}

/**
 * Nearly every representation is flat: `__typename` and some leaves. For one type it is known beforehand which
 * keys apply, so its text is put together directly. Answers null where a key is missing (the general way decides).
 */
function compileFlat(requires: readonly Requirement[], typename: string, satisfies: Satisfies): Flat | undefined {
  const keys = new Map<string, string>()
  const collect = (selections: readonly Requirement[]): boolean =>
    selections.every((selection) => {
      if (selection.kind === 'field') {
        keys.set(selection.target, selection.source)
        return !selection.selections
      }
      if (selection.skipIf || selection.includeIf) return false
      return !applies(selection.on, typename, satisfies) || collect(selection.selections)
    })
  if (!collect(requires) || !keys.has('__typename')) return undefined
  const parts = [...keys].map(([target, source], index) => ({
    source,
    prefix: `${index === 0 ? '{' : ','}${JSON.stringify(target)}:`,
  }))
  const [key, ...others] = new Set(parts.map(({ source }) => source)).difference(new Set(['__typename']))
  return {
    key: others.length === 0 ? key : undefined,
    write(entity) {
      let text = ''
      for (const { prefix, source } of parts) {
        const value = own(entity, source)
        if (value === undefined) return null
        text += prefix + JSON.stringify(value)
      }
      return `${text}}`
    },
  }
}

function applies(on: string | undefined, typename: unknown, satisfies: Satisfies): boolean {
  return on === undefined || (typeof typename === 'string' && satisfies(typename, on))
}

/** The selected part of `source`, or null when a field of it is missing: half a key would name another entity. */
function select(
  source: JsonObject,
  selections: readonly Requirement[],
  variables: JsonObject,
  satisfies: Satisfies,
): JsonObject | null {
  const result: JsonObject = {}
  for (const selection of selections) {
    if (selection.kind === 'field') {
      const value = own(source, selection.source)
      if (value === undefined) return null
      result[selection.target] = selection.selections
        ? selectNested(value, selection.selections, variables, satisfies)
        : value
      continue
    }
    if (selection.skipIf && variables[selection.skipIf] === true) continue
    if (selection.includeIf && variables[selection.includeIf] !== true) continue
    if (!applies(selection.on, source['__typename'], satisfies)) continue
    const part = select(source, selection.selections, variables, satisfies)
    if (part) merge(result, part)
  }
  return result
}

function selectNested(
  value: unknown,
  selections: readonly Requirement[],
  variables: JsonObject,
  satisfies: Satisfies,
): unknown {
  if (Array.isArray(value)) return value.map((element) => selectNested(element, selections, variables, satisfies))
  return isJsonObject(value) ? select(value, selections, variables, satisfies) : value
}
