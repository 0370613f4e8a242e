import { metrics } from '@opentelemetry/api'

// Without an SDK (see telemetry.ts) these cost nothing and go nowhere.
const meter = metrics.getMeter('@cma/runtime')

/** Seconds a request took, by subgraph, operation and whether anything failed: rate, errors and duration in one. */
export const requestDuration = meter.createHistogram('graphql.server.duration', { unit: 's' })

/** Live subscriptions, by subgraph. */
export const liveSubscriptions = meter.createUpDownCounter('graphql.server.subscriptions')

/** Names of operations are written by clients: only what looks like a name counts, so that no text gets in. */
export function operationName(body: unknown): string {
  const name =
    typeof body === 'object' && body !== null ? (body as { operationName?: unknown }).operationName : undefined
  return typeof name === 'string' && /^\w{1,80}$/.test(name) ? name : 'anonymous'
}
