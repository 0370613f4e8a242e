import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { aViewer, fileStack, signIdentity, waitUntil } from '@cma/testing'
import { expect, inject, test } from 'vitest'
import { aProbeDatabase, aThing } from '../probe/probe-database.ts'

const stack = fileStack()

type Span = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  attributes: Array<{ key: string; value: object }>
}
type Export = {
  resourceSpans?: Array<{ scopeSpans: Array<{ spans: Span[] }> }>
  resourceMetrics?: Array<{ scopeMetrics: Array<{ metrics: Array<{ name: string }> }> }>
}

/** Takes what services export. */
async function aCollector(): Promise<{ url: string; spans: Span[]; metrics: Set<string> }> {
  const spans: Span[] = []
  const metrics = new Set<string>()
  const take = (body: string) => {
    const { resourceSpans = [], resourceMetrics = [] } = JSON.parse(body) as Export
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
    for (const { scopeMetrics } of resourceMetrics)
      for (const scope of scopeMetrics) for (const { name } of scope.metrics) metrics.add(name)
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += String(chunk)))
    request.on('end', () => {
      take(body)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, metrics }
}

test('one trace from the incoming request to the SQL statement, without values; the end of the process loses nothing', async () => {
  const { database, environment } = await aProbeDatabase()
  stack.use(database)
  const collector = await aCollector()
  const thing = await aThing(database)
  const keys = inject('keys')
  const child = spawn(
    process.execPath,
    [
      '--import',
      new URL('./telemetry.ts', import.meta.url).href,
      fileURLToPath(new URL('../probe/main.ts', import.meta.url)),
    ],
    {
      env: {
        ...environment,
        IDENTITY_PUBLIC_KEYS: keys.identityPublicKeys,
        FIELD_KEYS: keys.fieldKeys,
        ROUTER_URL: 'http://127.0.0.1:9',
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_SERVICE_NAME: 'probe',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  stack.defer(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  const port = await waitUntil('it listens', () => /"port":(\d+)/.exec(output)?.[1], { deadlineMs: 20_000 })
  const traceId = '0af7651916cd43dd8448eb211c80319c'
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-cma-identity': await signIdentity(aViewer({ at: { id: thing.centreId } })),
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
    body: JSON.stringify({
      query: 'query ($id: ID!) { thing(id: $id) { id parts { name } } fails }',
      variables: { id: thing.id },
    }),
  })
  const answer = (await response.json()) as {
    data: { thing: unknown }
    errors: Array<{ extensions: { traceId: string } }>
  }
  expect(answer.data.thing).toEqual({ id: thing.id, parts: [] })
  // What a user is shown as a reference leads to the trace and to the log.
  expect(answer.errors[0]?.extensions.traceId).toBe(traceId)
  child.kill('SIGTERM')
  await once(child, 'close')
  expect(output).toContain(`"traceId":"${traceId}"`)
  const mine = collector.spans.filter((span) => span.traceId === traceId)
  const names = mine.map(({ name }) => name)
  expect(names.some((name) => name.startsWith('POST'))).toBe(true)
  expect(names.filter((name) => name.startsWith('pg.query')).length).toBeGreaterThanOrEqual(3)
  expect(JSON.stringify(mine)).toContain('\\"probe\\".\\"thing\\"')
  expect(JSON.stringify(mine)).not.toContain(thing.id)
  expect([...collector.metrics]).toEqual(expect.arrayContaining(['graphql.server.duration']))
}, 60_000)
