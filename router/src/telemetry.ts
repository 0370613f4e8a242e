import { context, INVALID_TRACEID, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Exchange } from './transport/subgraphs.ts'

/**
 * What the router tells of itself. Without an endpoint for telemetry all of this does nothing. The HTTP spans of requests
 * to the router come from the instrumentation of @cma/runtime/telemetry; those of its own client are made here.
 */
const tracer = trace.getTracer('router')
const meter = metrics.getMeter('router')

const operations = meter.createHistogram('router.operation.duration', {
  unit: 'ms',
  description: 'From the body to the answer',
})
const exchanges = meter.createHistogram('router.subgraph.duration', {
  unit: 'ms',
  description: 'One request to a subgraph, retries included',
})
const sockets = meter.createUpDownCounter('router.sockets', { description: 'Open WebSockets' })

const refusals = meter.createCounter('router.refusals', {
  description: 'Operations that were refused before they ran, by code: rate limits, costs, invalid documents and so on',
})

/** Runs one step of a request in a span of its own. Names and counts only: documents and variables may hold personal data. */
export function traced<T>(name: string, run: () => T): T {
  return tracer.startActiveSpan(name, { kind: SpanKind.INTERNAL }, (span) => {
    if (!span.isRecording()) return run()
    const fail = (error: unknown) => {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'error' })
      span.end()
    }
    try {
      const result = run()
      if (!(result instanceof Promise)) span.end()
      else result.then(() => span.end(), fail)
      return result
    } catch (error) {
      fail(error)
      throw error
    }
  })
}

/** A request to a subgraph: its span, and the headers by which the subgraph goes on with the trace. */
export function traceExchange(subgraph: string): {
  headers: Record<string, string> | undefined
  end(failure?: unknown): void
} {
  const span = tracer.startSpan(`POST ${subgraph}`, {
    kind: SpanKind.CLIENT,
    attributes: { 'http.request.method': 'POST', 'router.subgraph': subgraph },
  })
  if (span.spanContext().traceId === INVALID_TRACEID) return untraced
  const headers: Record<string, string> = {}
  propagation.inject(trace.setSpan(context.active(), span), headers)
  return {
    headers,
    end(failure) {
      if (failure !== undefined)
        span.setStatus({ code: SpanStatusCode.ERROR, message: failure instanceof Error ? failure.message : 'error' })
      span.end()
    },
  }
}

const untraced = { headers: undefined, end() {} }

export function recordOperation(kind: string, durationMs: number): void {
  operations.record(durationMs, { kind })
}

export function recordExchange({ subgraph, operationKind, durationMs, failure }: Exchange): void {
  exchanges.record(durationMs, { subgraph, kind: operationKind, outcome: failure === undefined ? 'ok' : 'failed' })
}

export function recordSocket(change: 1 | -1): void {
  sockets.add(change)
}

/** `code` is one of the README's, never a client's text. */
export function recordRefusal(code: string): void {
  refusals.add(1, { code })
}
