import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileStack, waitUntil } from '@cma/testing'
import { propagation, trace, type Tracer } from '@opentelemetry/api'
import { describe, expect, test } from 'vitest'
import type { SubgraphFailure } from '../src/execute/errors.ts'
import type { OperationKind } from '../src/plan/plan.ts'
import { createCircuitBreaker } from '../src/transport/circuit-breaker.ts'
import { createRetryBudget, retryDelayMs } from '../src/transport/retry.ts'
import { createSubgraphs, type SubgraphsOptions } from '../src/transport/subgraphs.ts'

const stack = fileStack()
type Handler = (request: IncomingMessage, response: ServerResponse) => void

async function aSubgraph(handler: Handler, options: Partial<SubgraphsOptions> = {}) {
  let current = handler
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString())
      current(request, response)
    })
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const subgraphs = createSubgraphs({ urls: new Map([['one', `http://127.0.0.1:${port}/graphql?x=1`]]), ...options })
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  stack.defer(async () => {
    await subgraphs.close()
    await close()
  })
  const send = subgraphs.sendFor({ scope: undefined, headers: () => ({ 'x-cma-identity': 'token' }) })
  return {
    bodies,
    close,
    open: () => listen(port),
    answerWith: (next: Handler) => (current = next),
    send: (operationKind: OperationKind = 'query', body = '{}') => send({ subgraph: 'one', operationKind, body }),
  }
}

const ok: Handler = (_request, response) => response.end('{"data":{"a":1}}')
const failure = (code: string) => expect.objectContaining({ code }) as SubgraphFailure

describe('a request to a subgraph', () => {
  test('goes to its whole address, with identity, as JSON', async () => {
    const seen = Promise.withResolvers<IncomingMessage>()
    const { send } = await aSubgraph((request, response) => {
      seen.resolve(request)
      ok(request, response)
    })
    expect(await send()).toEqual({ data: { a: 1 } })
    const { method, url, headers } = await seen.promise
    expect([method, url, headers['content-type'], headers['x-cma-identity']]).toEqual([
      'POST',
      '/graphql?x=1',
      'application/json',
      'token',
    ])
  })

  test('has a time limit, also where the answer only trickles in, and is not tried again then', async () => {
    const { send, bodies } = await aSubgraph(
      (_request, response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
      { timeoutMs: 150 },
    )
    await expect(send()).rejects.toEqual(failure('SUBGRAPH_TIMEOUT'))
    expect(bodies).toHaveLength(1)
  })

  test('ends when the answer is too large', async () => {
    const { send } = await aSubgraph((_request, response) => response.end(`{"data":{"a":"${'x'.repeat(50_000)}"}}`), {
      maxResponseBytes: 10_000,
    })
    await expect(send()).rejects.toEqual(failure('SUBGRAPH_INVALID_RESPONSE'))
  })

  test('is tried again while a subgraph restarts', async () => {
    const { send, close, open } = await aSubgraph(ok)
    await send()
    await close()
    const answer = send()
    await open()
    expect(await answer).toEqual({ data: { a: 1 } })
  })

  test('a query whose connection breaks is tried again; a mutation is not, for it may have run', async () => {
    let broken = 0
    const breakOnce: Handler = (request, response) => {
      broken += 1
      if (broken === 1) request.socket.destroy()
      else ok(request, response)
    }
    const query = await aSubgraph(breakOnce)
    expect(await query.send('query')).toEqual({ data: { a: 1 } })
    expect(query.bodies).toHaveLength(2)
    broken = 0
    const mutation = await aSubgraph(breakOnce)
    await expect(mutation.send('mutation')).rejects.toEqual(failure('SUBGRAPH_UNAVAILABLE'))
    expect(mutation.bodies).toHaveLength(1)
  })

  test('a mutation that was certainly not sent is tried again', async () => {
    const { send, close, open, bodies } = await aSubgraph(ok)
    await close()
    const answer = send('mutation')
    await open()
    expect(await answer).toEqual({ data: { a: 1 } })
    expect(bodies).toHaveLength(1)
  })

  test('an error answer in GraphQL form is the answer, whatever its status', async () => {
    const { send } = await aSubgraph((_request, response) =>
      response.writeHead(500).end('{"errors":[{"message":"no"}]}'),
    )
    expect(await send()).toEqual({ errors: [{ message: 'no' }] })
  })
})

describe('retries', () => {
  test('are a share of all requests, with a reserve', () => {
    const budget = createRetryBudget(0.5, 3)
    let retries = 0
    for (let request = 0; request < 20; request++) {
      budget.earn()
      if (budget.spend()) retries += 1
    }
    expect(retries).toBeGreaterThan(10)
    expect(retries).toBeLessThanOrEqual(3 + 10)
  })

  test('end after a few attempts, and the last failure is the answer', async () => {
    const { send, bodies } = await aSubgraph((request) => request.socket.destroy())
    await expect(send()).rejects.toEqual(failure('SUBGRAPH_UNAVAILABLE'))
    expect(bodies).toHaveLength(4)
  })

  test('wait longer each time, and never as long as one another', () => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const delays = Array.from({ length: 50 }, () => retryDelayMs(attempt, 40))
      expect(Math.min(...delays)).toBeGreaterThanOrEqual(20 * 2 ** attempt)
      expect(Math.max(...delays)).toBeLessThanOrEqual(40 * 2 ** attempt)
      expect(new Set(delays).size).toBeGreaterThan(10)
    }
  })
})

describe('a circuit', () => {
  test('opens after failures in a row, lets one try after a while, and closes when that succeeds', async () => {
    let time = 0
    const breaker = createCircuitBreaker({ failures: 3, openMs: 100, now: () => time })
    const isOpen = () => {
      try {
        breaker.enter()
        return false
      } catch (refusal) {
        expect(refusal).toEqual(failure('SUBGRAPH_UNAVAILABLE'))
        return true
      }
    }
    for (let index = 0; index < 3; index++) {
      expect(isOpen()).toBe(false)
      breaker.failed()
    }
    expect(isOpen()).toBe(true)
    time = 150
    expect(isOpen()).toBe(false) // the probe
    expect(isOpen()).toBe(true)
    breaker.failed()
    time = 200
    expect(isOpen()).toBe(true)
    time = 300
    expect(isOpen()).toBe(false)
    breaker.succeeded()
    expect([isOpen(), isOpen()]).toEqual([false, false])
  })

  test('that is open answers at once', async () => {
    const { send, close } = await aSubgraph(ok)
    await close()
    for (let index = 0; index < 25; index++) await send('subscription').catch(() => undefined)
    const tookMs: number[] = []
    for (let attempt = 0; attempt < 5; attempt++) {
      const started = performance.now()
      await expect(send()).rejects.toEqual(failure('SUBGRAPH_UNAVAILABLE'))
      tookMs.push(performance.now() - started)
    }
    expect(Math.min(...tookMs)).toBeLessThan(30)
  })
})

test('a trace goes on in the subgraph, each attempt a span of its own', async () => {
  const spans = new Map<string, string>()
  const tracer = {
    startSpan: (name: string) => {
      const spanId = String(spans.size + 1).padStart(16, '0')
      spans.set(spanId, name)
      return trace.wrapSpanContext({ traceId: 'a'.repeat(32), spanId, traceFlags: 1 })
    },
  } as unknown as Tracer
  trace.setGlobalTracerProvider({ getTracer: () => tracer })
  propagation.setGlobalPropagator({
    inject: (context, carrier, setter) =>
      setter.set(carrier, 'traceparent', trace.getSpanContext(context)?.spanId ?? 'none'),
    extract: (context) => context,
    fields: () => ['traceparent'],
  })
  stack.defer(() => {
    trace.disable()
    propagation.disable()
  })
  const seen: unknown[] = []
  const { send } = await aSubgraph((request, response) => {
    seen.push(request.headers['traceparent'], request.headers['x-cma-identity'])
    if (seen.length === 2) request.socket.destroy()
    else ok(request, response)
  })
  await send()
  expect(seen).toEqual(['0000000000000001', 'token', '0000000000000002', 'token'])
  expect([...spans.values()]).toEqual(['POST one', 'POST one'])
})

test('nothing is kept of requests that have ended', async () => {
  const seen: (string | undefined)[] = []
  const { send } = await aSubgraph(ok, { observe: ({ failure: reason }) => void seen.push(reason ? 'failed' : 'ok') })
  await Promise.all(Array.from({ length: 100 }, (_, index) => send('query', `{"n":${index}}`)))
  await waitUntil('all to be told', () => seen.length === 100)
  expect(new Set(seen)).toEqual(new Set(['ok']))
})
