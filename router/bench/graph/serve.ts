/**
 * All benchmark subgraphs in one process, each on its own port:
 *
 *   node router/bench/graph/serve.ts '{"people":4101,…}' <control port>
 *
 * The control port answers `POST /emit` with an event (raises an alert) and `GET /counts`.
 */
import { createServer } from 'node:http'
import { compile, type Answer } from './answer.ts'
import { createWorld } from './data.ts'
import { serveFeed } from './feed.ts'
import { jsonResponse, serveHttp } from './http-server.ts'

/** Answers kept by request body: repeated requests cost a look-up, so that the routers are what is measured. */
const answersKept = 50_000

const ports = JSON.parse(process.argv[2] ?? '{}') as Record<string, number>
const controlPort = Number(process.argv[3])
const world = createWorld()
const documents = new Map<string, Answer>()
const fetches: Record<string, number> = {}

function answer(body: string): string {
  try {
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> | null }
    const compiled = documents.get(query) ?? compile(query, world)
    documents.set(query, compiled)
    return JSON.stringify({ data: compiled(variables ?? {}) })
  } catch (error) {
    return JSON.stringify({ errors: [{ message: error instanceof Error ? error.message : String(error) }] })
  }
}

async function serveSubgraph(name: string, port: number): Promise<void> {
  const kept = new Map<string, Buffer>()
  await serveHttp(port, (body) => {
    fetches[name] = (fetches[name] ?? 0) + 1
    const known = kept.get(body)
    if (known) return known
    const response = jsonResponse(answer(body))
    if (kept.size >= answersKept) kept.clear()
    kept.set(body, response)
    return response
  })
}

const { alerts: alertsPort, ...others } = ports
const feed = await serveFeed(Number(alertsPort), world, answer)
for (const [name, port] of Object.entries(others)) await serveSubgraph(name, port)

createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    if (request.url === '/emit') feed.emit(JSON.parse(body) as { id: string; caseId: string })
    response.end(JSON.stringify({ fetches, subscriptions: feed.open() }))
  })
}).listen(controlPort, '127.0.0.1', () => process.send?.('ready'))

process.on('disconnect', () => process.exit(0))
