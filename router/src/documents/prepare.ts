import { Kind, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import type { JsonObject } from '../execute/data.ts'
import { markCacheable } from '../cache/mark-cacheable.ts'
import { compilePlan } from '../execute/compile-plan.ts'
import type { Step } from '../execute/execution.ts'
import type { Planner } from '../plan/planner.ts'
import type { QueryPlan, RootFetch } from '../plan/plan.ts'
import { divideIntrospection } from '../respond/introspection.ts'
import type { ResponseShape } from '../respond/shape.ts'
import { compileWriter } from '../respond/write-response.ts'
import type { Supergraph } from '../supergraph/supergraph.ts'
import { normalizeOperation } from './normalize.ts'
import type { ParsedOperation } from './parse-document.ts'

/** An operation ready to run for any variables: planned and compiled. */
export interface Prepared extends ParsedOperation {
  plan: QueryPlan
  /** Of a subscription. */
  primary?: RootFetch
  run?: Step
  /** The part of a query about the schema itself. */
  introspection?: DocumentNode
  /** The response's form for these (coerced) variables, with a writer compiled for it. */
  shape(variables: JsonObject): { shape: ResponseShape; write: (data: JsonObject) => string }
}

/**
 * Plans and compiles. `planned` is what the subgraphs are asked, `parsed` what the client is answered: they differ
 * where fields were removed because the caller may not see them.
 */
export function prepareOperation(
  parsed: ParsedOperation,
  planned: ParsedOperation,
  { supergraph, planner }: { supergraph: Supergraph; planner: Planner },
): Prepared {
  const normal = normalizeOperation(planned, supergraph)
  const { introspection, rest } = divideIntrospection(normal.operation)
  const plan = rest && !onlyTypenames(rest.selectionSet.selections) ? planner(plannable(rest)) : {}
  markCacheable(plan.node, supergraph.cacheRules)
  return {
    ...parsed,
    plan,
    ...(plan.primary && { primary: plan.primary }),
    ...(plan.node && { run: compilePlan(plan.node, supergraph.satisfies) }),
    ...(introspection && { introspection: { kind: Kind.DOCUMENT, definitions: [introspection] } }),
    shape: shapes(parsed, supergraph),
  }
}

function plannable(operation: OperationDefinitionNode) {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation] }
  return { document, text: print(document), ...(operation.name && { operationName: operation.name.value }) }
}

/** `{ __typename }` alone needs no subgraph. */
function onlyTypenames(selections: ParsedOperation['operation']['selectionSet']['selections']): boolean {
  return selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value === '__typename')
}

/** Writers by the values of the variables that decide @skip and @include; all other variables do not change the form. */
function shapes(parsed: ParsedOperation, supergraph: Supergraph): Prepared['shape'] {
  const deciding = conditionVariables(parsed)
  const known = new Map<string, ReturnType<Prepared['shape']>>()
  return (variables) => {
    const key = deciding.map((name) => (variables[name] === true ? '1' : '0')).join('')
    const ready = known.get(key)
    if (ready) return ready
    const shape: ResponseShape = {
      schema: supergraph.apiSchema,
      requiredWithArguments: supergraph.requiredWithArguments,
      operation: parsed.operation,
      fragments: parsed.fragments,
      variables: Object.fromEntries(deciding.map((name) => [name, variables[name] === true])),
    }
    const made = { shape, write: compileWriter(shape) }
    if (known.size < 64) known.set(key, made) // 2^n combinations: only so many are kept
    return made
  }
}

function conditionVariables({ document }: ParsedOperation): string[] {
  const names = new Set<string>()
  visit(document, {
    Directive(node) {
      if (node.name.value !== 'skip' && node.name.value !== 'include') return
      for (const { value } of node.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return [...names]
}
