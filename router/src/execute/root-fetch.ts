import { Kind, parse, type SelectionSetNode } from 'graphql'
import type { PathStep, RootFetch } from '../plan/plan.ts'
import { recallRoot } from '../cache/recall-root.ts'
import { cloneJson, isJsonObject, merge, type JsonObject } from './data.ts'
import { failureError, pathOf, subgraphError } from './errors.ts'
import type { Execution, Step, SubgraphResponse } from './execution.ts'
import { compileBody } from './fetch-body.ts'
import { locationsAt, type Satisfies } from './path.ts'
import { applyRewrites } from './rewrite.ts'

/** A fetch of root fields: at the root of the response, or where a root type is reached again below it. */
export function compileRootFetch(fetch: RootFetch, place: readonly PathStep[], satisfies: Satisfies): Step {
  const writeBody = compileBody(fetch)
  const { subgraph, operationKind } = fetch
  return async (execution, targets) => {
    if (targets.length === 0) return
    const recalled = fetch.cacheable && (await recallRoot(fetch.cacheable, execution))
    if (recalled?.data) return mergeRootResponse(execution, recalled, { fetch, place, targets, satisfies })
    const body = writeBody(execution.variables)
    let response: SubgraphResponse
    try {
      response = await execution.send({ subgraph, operationKind, body, ...recalled?.asked })
      recalled?.remember(response)
    } catch (failure) {
      for (const at of locationsAt(execution.data, place, satisfies)) {
        for (const key of responseKeys(fetch)) execution.errors.push(failureError(failure, subgraph, [...at, key]))
      }
      return
    }
    mergeRootResponse(execution, response, { fetch, place, targets, satisfies })
  }
}

/** Takes in the answer of a root fetch, or the event of a subscription (which is shaped like one). */
export function mergeRootResponse(
  execution: Execution,
  response: SubgraphResponse,
  at: { fetch: RootFetch; place: readonly PathStep[]; targets: readonly JsonObject[]; satisfies: Satisfies },
): void {
  const { fetch, place, targets, satisfies } = at
  if (response.errors) {
    for (const location of locationsAt(execution.data, place, satisfies)) {
      for (const error of response.errors) {
        const path = pathOf(error)
        execution.errors.push(subgraphError(error, fetch.subgraph, path && [...location, ...path]))
      }
    }
  }
  const { data } = response
  if (!isJsonObject(data)) return
  applyRewrites(fetch.outputRewrites, data, satisfies)
  targets.forEach((target, index) => merge(target, index === 0 ? data : cloneJson(data)))
}

/** The response keys of the operation's root fields: the places of an error that concerns the whole fetch. */
function responseKeys(fetch: RootFetch): Set<string> {
  const keys = new Set<string>()
  const collect = (set: SelectionSetNode) => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) keys.add(selection.alias?.value ?? selection.name.value)
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet)
    }
  }
  for (const definition of parse(fetch.operation, { noLocation: true }).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet)
  }
  return keys
}
