import { getVariableValues } from 'graphql'
import { allPermissions, createFieldRules, type Permissions } from './authorize/field-rules.ts'
import { removeDenied } from './authorize/remove-denied.ts'
import { amountFor, type Amount } from './cost/amount.ts'
import { readCostRules } from './cost/cost-rules.ts'
import { compileCost } from './cost/operation-cost.ts'
import { tooExpensive } from './cost/too-expensive.ts'
import { createLru } from './documents/lru.ts'
import { noLimits, type DocumentLimits } from './documents/limits.ts'
import { parseOperation, type ParsedOperation } from './documents/parse-document.ts'
import { settleConditions, variablesToSettle } from './documents/settle-conditions.ts'
import { prepareOperation, type Prepared } from './documents/prepare.ts'
import type { JsonObject } from './execute/data.ts'
import type { ResponseError } from './execute/errors.ts'
import type { Execution, Send } from './execute/execution.ts'
import { createPlanner, type PlannerName } from './plan/planner.ts'
import { introspect } from './respond/introspection.ts'
import { writeResponse } from './respond/respond.ts'
import { loadSupergraph, type Supergraph } from './supergraph/supergraph.ts'

export interface GraphOptions {
  sdl: string
  planner?: PlannerName
  /** Labels of progressive overrides that hold. */
  overrideLabels?: readonly string[]
  limits?: DocumentLimits
  introspection?: boolean
  /** Characters of documents whose plans are kept. */
  documentCacheSize?: number
}

/** A GraphQL request as the client sent it, its parts already of the right JSON types. */
export interface GraphRequest {
  query: string
  operationName?: string
  variables: JsonObject
  /** Stands for text and operation name in caches: the id of a trusted document. */
  key?: string
  /** The hash under which the client asks to keep the text. */
  registers?: string
}

/** An operation that the caller may run, with the errors for what was removed from it. */
export interface Runnable {
  prepared: Prepared
  request: GraphRequest
  coercedVariables: JsonObject
  denied: readonly ResponseError[]
  /** Undefined where no budget was given: then nobody reckoned. */
  cost: number | undefined
}

/** One supergraph, ready to answer. Holds no identity: `Permissions` and `Send` come with each request. */
export interface Graph {
  supergraph: Supergraph
  /** A list means: refused before anything ran. `budget` is the most that the operation may cost. */
  prepare(request: GraphRequest, permissions: Permissions, budget?: number): Runnable | ResponseError[]
  /** Plans for whoever may see everything; false when the document cannot be answered here. */
  warm(document: Pick<GraphRequest, 'query' | 'key'>): boolean
  /** JSON text of the response of a query or mutation. */
  execute(runnable: Runnable, send: Send): Promise<string>
  /** JSON text for one event of a subscription: `start` takes the event in as the plan's first data. */
  complete(runnable: Runnable, send: Send, start: (execution: Execution) => void): Promise<string>
}

export function createGraph(options: GraphOptions): Graph {
  const { limits = noLimits, introspection = true, documentCacheSize = 8_000_000 } = options
  const supergraph = loadSupergraph(options.sdl)
  const planner = createPlanner(options.planner ?? 'apollo', supergraph, options.overrideLabels ?? [])
  const schema = supergraph.apiSchema
  const rules = createFieldRules(supergraph)
  const costRules = readCostRules(supergraph)
  const parsedCache = createLru<ParsedOperation>(documentCacheSize)
  const costs = new WeakMap<ParsedOperation, Amount>()
  const deciding = new WeakMap<ParsedOperation, readonly string[]>()
  const preparedCache = createLru<{ prepared: Prepared; denied: readonly ResponseError[] }>(documentCacheSize)

  const parse = (key: string, { query, operationName }: Pick<GraphRequest, 'query' | 'operationName'>) => {
    const known = parsedCache.get(key)
    if (known) return known
    const parsed = parseOperation(query, operationName, { schema, limits, introspection })
    if (!Array.isArray(parsed)) parsedCache.set(key, parsed)
    return parsed
  }

  const prepareFor = (key: string, parsed: ParsedOperation, permissions: Permissions, variables: JsonObject) => {
    const deniedRules = rules.denied(parsed, permissions)
    const names = decidingOf(parsed)
    const allowedKey = deniedRules.size === 0 ? key : `${[...deniedRules].join('|')}\n${key}`
    const settledAs = names.map((name) => (variables[name] === true ? '1' : '0')).join('')
    const fullKey = settledAs === '' ? allowedKey : `${settledAs}\n${allowedKey}`
    const known = preparedCache.get(fullKey)
    if (known) return known
    const { operation, errors } =
      deniedRules.size === 0 ? { operation: parsed, errors: [] } : removeDenied(parsed, rules, deniedRules, schema)
    const planned = names.length === 0 ? operation : settleConditions(operation, variables)
    const made = { prepared: prepareOperation(parsed, planned, { supergraph, planner }), denied: errors }
    preparedCache.set(fullKey, made)
    return made
  }

  const decidingOf = (parsed: ParsedOperation): readonly string[] => {
    const known = deciding.get(parsed)
    if (known) return known
    const names = variablesToSettle(parsed, supergraph.requiredFields.requiring)
    deciding.set(parsed, names)
    return names
  }

  const costOf = (parsed: ParsedOperation, variables: JsonObject): number => {
    let amount = costs.get(parsed)
    if (amount === undefined) {
      amount = compileCost(parsed, { schema, rules: costRules })
      costs.set(parsed, amount)
    }
    return amountFor(amount, variables)
  }

  const prepare: Graph['prepare'] = (request, permissions, budget) => {
    const key = keyOf(request)
    const parsed = parse(key, request)
    if (Array.isArray(parsed)) return parsed
    const definitions = parsed.operation.variableDefinitions ?? []
    const values = getVariableValues(schema, definitions, request.variables, { maxErrors: 10 })
    if (values.errors) {
      return values.errors.map(({ message }) => ({ message, extensions: { code: 'BAD_USER_INPUT' } }))
    }
    // Before planning: what is too expensive to run is often the most expensive to plan.
    const cost = budget === undefined ? undefined : costOf(parsed, values.coerced)
    if (cost !== undefined && budget !== undefined && cost > budget) return [tooExpensive(cost, budget)]
    return { ...prepareFor(key, parsed, permissions, values.coerced), request, coercedVariables: values.coerced, cost }
  }

  const warm: Graph['warm'] = (document) => {
    const key = keyOf(document)
    const parsed = parse(key, document)
    if (Array.isArray(parsed)) return false
    try {
      prepareFor(key, parsed, allPermissions, {})
      return true
    } catch {
      return false
    }
  }

  const complete: Graph['complete'] = async ({ prepared, request, coercedVariables, denied }, send, start) => {
    const execution: Execution = {
      data: {},
      errors: [...denied],
      variables: request.variables,
      coercedVariables,
      send,
    }
    start(execution)
    await prepared.run?.(execution, [execution.data])
    const { shape, write } = prepared.shape(coercedVariables)
    return writeResponse(execution.data, execution.errors, write, shape)
  }

  return {
    supergraph,
    prepare,
    warm,
    complete,
    execute: (runnable, send) =>
      complete(runnable, send, (execution) => {
        if (!runnable.prepared.introspection) return
        const answer = introspect(schema, runnable.prepared.introspection, runnable.coercedVariables)
        Object.assign(execution.data, answer.data)
        execution.errors.push(...answer.errors)
      }),
  }
}

function keyOf({ key, operationName, query }: Pick<GraphRequest, 'key' | 'operationName' | 'query'>): string {
  return key ?? (operationName ? `${operationName}\n${query}` : query)
}
