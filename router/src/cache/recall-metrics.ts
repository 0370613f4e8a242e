import { metrics } from '@opentelemetry/api'
import type { Outcome } from './result-cache.ts'

const questions = metrics.getMeter('router').createCounter('router.cache.questions', {
  description:
    'Entities and root fetches that may be remembered: hits, misses, and those for which the store was left out',
})

export function recordRecall(outcome: Outcome, subgraph: string): void {
  questions.add(1, { outcome, subgraph })
}
