import type { DocumentNode } from 'graphql'
import type { Supergraph } from '../supergraph/supergraph.ts'
import { createApolloPlanner } from './apollo-planner.ts'
import { createHivePlanner } from './hive-planner.ts'
import type { QueryPlan } from './plan.ts'

/** An operation to plan: `text` is the document's source, already valid against the API schema. */
export interface Plannable {
  document: DocumentNode
  text: string
  operationName?: string
}

export type Planner = (operation: Plannable) => QueryPlan

export const plannerNames = ['apollo', 'hive'] as const
export type PlannerName = (typeof plannerNames)[number]

/** A planner for one supergraph; `overrideLabels` are those that hold. Planning is synchronous and costs milliseconds: callers cache its result. */
export function createPlanner(name: PlannerName, supergraph: Supergraph, overrideLabels: readonly string[]): Planner {
  const active = new Set(overrideLabels)
  return name === 'hive' ? createHivePlanner(supergraph, active) : createApolloPlanner(supergraph, active)
}
