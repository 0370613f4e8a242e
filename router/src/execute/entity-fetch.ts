import { recallEntities } from '../cache/recall-entities.ts'
import type { EntityFetch, EntityGroup, PathStep } from '../plan/plan.ts'
import { forEachContext } from './context-values.ts'
import { cloneJson, isJsonObject, merge, type JsonObject } from './data.ts'
import { failureError, pathOf, subgraphError, SubgraphFailure, type SubgraphError } from './errors.ts'
import type { Execution, Step, SubgraphResponse } from './execution.ts'
import { compileBody } from './fetch-body.ts'
import { fixedPart, locationsAt, objectsAt, type ResponsePath, type Satisfies } from './path.ts'
import { compileRepresentation, type Represent } from './representation.ts'
import { applyRewrites } from './rewrite.ts'

interface CompiledGroup {
  group: EntityGroup
  represent: Represent
}

/** What of a group goes into one request: each different representation once, and whom its answer is for. */
export interface Asked {
  group: EntityGroup
  representations: string[]
  /** The entities of each representation: one entity often occurs in many places. */
  receivers: JsonObject[][]
}

/** A fetch of fields of entities that the data already knows by their keys. */
export function compileEntityFetch(fetch: EntityFetch, place: readonly PathStep[], satisfies: Satisfies): Step {
  const step = compileFetch(fetch, place, satisfies)
  return fetch.context ? forEachContext(fetch.context, step, place, satisfies) : step
}

function compileFetch(fetch: EntityFetch, place: readonly PathStep[], satisfies: Satisfies): Step {
  const writeBody = compileBody(fetch)
  const groups = fetch.groups.map((group): CompiledGroup => ({
    group,
    represent: compileRepresentation(group.requires, group.inputRewrites, satisfies),
  }))
  const { subgraph, operationKind } = fetch
  const remembers = fetch.groups.some(({ cacheable }) => cacheable !== undefined)
  return async (execution, targets) => {
    const all = groups.map((compiled) => gather(compiled, execution, targets, satisfies))
    const recalled = remembers ? await recallEntities(all, execution) : undefined
    for (const { part, data } of recalled?.found ?? []) scatter(part, data, satisfies)
    const asked = recalled?.missing ?? all
    if (asked.every(({ representations }) => representations.length === 0)) return
    const body = writeBody(
      execution.variables,
      asked.map(({ group, representations }) => [group.variable, `[${representations.join(',')}]`]),
    )
    let response: SubgraphResponse
    try {
      response = await execution.send({ subgraph, operationKind, body, ...recalled?.asked })
      recalled?.remember(response)
    } catch (failure) {
      execution.errors.push(failureError(failure, subgraph, fixedPart(place)))
      return
    }
    if (response.errors) reportErrors(response.errors, asked, { execution, subgraph, place, satisfies })
    for (const part of asked) {
      if (!scatter(part, response.data, satisfies)) {
        if (response.errors?.length) continue // the subgraph has said why
        const failure = new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE')
        execution.errors.push(failureError(failure, subgraph, fixedPart(place)))
      }
    }
  }
}

function gather(
  { group, represent }: CompiledGroup,
  execution: Execution,
  targets: readonly JsonObject[],
  satisfies: Satisfies,
): Asked {
  const asked: Asked = { group, representations: [], receivers: [] }
  const byText = new Map<string, JsonObject[]>()
  const byKey = new Map<unknown, Map<string, JsonObject[]>>()
  const take = (entity: JsonObject): JsonObject[] | undefined => {
    const text = represent(entity, execution.coercedVariables)
    if (text === null) return undefined
    let receivers = byText.get(text)
    if (receivers) receivers.push(entity)
    else {
      receivers = [entity]
      byText.set(text, receivers)
      asked.representations.push(text)
      asked.receivers.push(receivers)
    }
    return receivers
  }
  let typename: unknown
  let key: string | undefined
  let known: Map<string, JsonObject[]> | undefined
  const gatherFrom = (entities: readonly JsonObject[]) => {
    for (const entity of entities) {
      if (entity['__typename'] !== typename) {
        typename = entity['__typename']
        key = typeof typename === 'string' ? represent.keyOf(typename) : undefined
        known = byKey.get(typename)
        if (!known) byKey.set(typename, (known = new Map()))
      }
      const value = key === undefined ? undefined : entity[key]
      if (typeof value !== 'string') {
        take(entity)
        continue
      }
      const receivers = known?.get(value)
      if (receivers) {
        receivers.push(entity)
        continue
      }
      const taken = take(entity)
      if (taken) known?.set(value, taken)
    }
  }
  if (!group.paths) gatherFrom(targets)
  else for (const path of group.paths) gatherFrom(objectsAt(targets, path, satisfies))
  return asked
}

/** Merges the answer for each representation into all of its entities. False when the answer is not the list asked for. */
function scatter({ group, receivers }: Asked, data: unknown, satisfies: Satisfies): boolean {
  if (receivers.length === 0) return true
  const entities = isJsonObject(data) ? data[group.responseKey] : undefined
  if (!Array.isArray(entities) || entities.length !== receivers.length) return false
  receivers.forEach((targets, index) => {
    const entity: unknown = entities[index]
    if (!isJsonObject(entity)) return // the subgraph does not know this entity: its fields stay missing
    entity['__typename'] ??= targets[0]?.['__typename']
    applyRewrites(group.outputRewrites, entity, satisfies)
    targets.forEach((target, copy) => {
      const known = target['__typename']
      merge(target, copy === 0 ? entity : cloneJson(entity))
      // A subgraph with an interface object calls every entity by the interface's name; others know better.
      const told = target['__typename']
      if (typeof known === 'string' && typeof told === 'string' && satisfies(known, told)) target['__typename'] = known
    })
  })
  return true
}

/** Puts each of a subgraph's errors at every place in the response whose entity it concerns. */
function reportErrors(
  errors: readonly SubgraphError[],
  asked: readonly Asked[],
  at: { execution: Execution; subgraph: string; place: readonly PathStep[]; satisfies: Satisfies },
): void {
  const { execution, subgraph, place, satisfies } = at
  let locations: Map<JsonObject, ResponsePath[]> | undefined
  for (const error of errors) {
    const [responseKey, index, ...rest] = pathOf(error) ?? []
    const receivers =
      typeof index === 'number'
        ? asked.find(({ group }) => group.responseKey === responseKey)?.receivers[index]
        : undefined
    if (!receivers) {
      execution.errors.push(subgraphError(error, subgraph, nonEmpty(fixedPart(place))))
      continue
    }
    locations ??= locate(execution.data, asked, place, satisfies)
    for (const path of new Set(receivers.flatMap((entity) => locations?.get(entity) ?? []))) {
      execution.errors.push(subgraphError(error, subgraph, [...path, ...rest]))
    }
  }
}

/** Every place of every entity: an object that was merged once may be reached in two ways. */
function locate(
  data: JsonObject,
  asked: readonly Asked[],
  place: readonly PathStep[],
  satisfies: Satisfies,
): Map<JsonObject, ResponsePath[]> {
  const locations = new Map<JsonObject, ResponsePath[]>()
  const paths = asked.flatMap(({ group }) => (group.paths ?? [[]]).map((path) => [...place, ...path]))
  for (const path of paths) {
    const objects = objectsAt([data], path, satisfies)
    const places = locationsAt(data, path, satisfies)
    objects.forEach((object, index) => {
      const found = places[index]
      if (!found) return
      const known = locations.get(object)
      if (known) known.push(found)
      else locations.set(object, [found])
    })
  }
  return locations
}

function nonEmpty(path: ResponsePath): ResponsePath | undefined {
  return path.length > 0 ? path : undefined
}
