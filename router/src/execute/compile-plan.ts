import type { PathStep, PlanNode } from '../plan/plan.ts'
import { compileEntityFetch } from './entity-fetch.ts'
import type { Step } from './execution.ts'
import { objectsAt, type Satisfies } from './path.ts'
import { compileRootFetch } from './root-fetch.ts'

/** Turns a plan into a function, once; it then runs for every request with that plan. `place` is where in the response it works. */
export function compilePlan(node: PlanNode, satisfies: Satisfies, place: readonly PathStep[] = []): Step {
  switch (node.kind) {
    case 'fetch':
      return compileRootFetch(node, place, satisfies)
    case 'entities':
      return compileEntityFetch(node, place, satisfies)
    case 'sequence': {
      const steps = node.nodes.map((child) => compilePlan(child, satisfies, place))
      return async (execution, targets) => {
        for (const step of steps) await step(execution, targets)
      }
    }
    case 'parallel': {
      const steps = node.nodes.map((child) => compilePlan(child, satisfies, place))
      return async (execution, targets) => {
        const running: Promise<void>[] = []
        for (const step of steps) {
          const run = step(execution, targets)
          if (run) running.push(run)
        }
        await Promise.all(running)
      }
    }
    case 'at': {
      const step = compilePlan(node.node, satisfies, [...place, ...node.path])
      return (execution, targets) => {
        const found = objectsAt(targets, node.path, satisfies)
        return found.length > 0 ? step(execution, found) : undefined
      }
    }
    case 'condition': {
      const then = node.then && compilePlan(node.then, satisfies, place)
      const otherwise = node.otherwise && compilePlan(node.otherwise, satisfies, place)
      return (execution, targets) =>
        (execution.coercedVariables[node.variable] === true ? then : otherwise)?.(execution, targets)
    }
  }
}
