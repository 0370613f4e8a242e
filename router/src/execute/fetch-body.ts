import type { EntityFetch, RootFetch } from '../plan/plan.ts'
import type { JsonObject } from './data.ts'

/**
 * Everything of a fetch's request body that does not change from request to request is escaped once.
 * `variables` are the client's; `representations` pairs a variable's name with the JSON text of its list.
 */
export type WriteBody = (variables: JsonObject, representations?: readonly (readonly [string, string])[]) => string

export function compileBody(fetch: RootFetch | EntityFetch): WriteBody {
  const name = fetch.operationName ? `,"operationName":${JSON.stringify(fetch.operationName)}` : ''
  const start = `{"query":${JSON.stringify(fetch.operation)}${name},"variables":{`
  const used = fetch.variables.map((variable) => ({ variable, prefix: `${JSON.stringify(variable)}:` }))
  return (variables, representations = []) => {
    let list = ''
    for (const { variable, prefix } of used) {
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined
      if (value !== undefined) list += `${list && ','}${prefix}${JSON.stringify(value)}`
    }
    for (const [variable, text] of representations) list += `${list && ','}${JSON.stringify(variable)}:${text}`
    return `${start}${list}}}`
  }
}
