/**
 * The router alone, over any supergraph: no authentication, no limits, no cache. For conformance suites and benchmarks.
 *
 *   node router/src/standalone.ts --supergraph FILE --port N --open [--planner apollo|hive]
 */
import { readFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { WebSocketServer } from 'ws'
import { allPermissions } from './authorize/field-rules.ts'
import { createDocuments } from './documents/documents.ts'
import { createGraph, type GraphRequest } from './graph.ts'
import { createGraphqlEndpoint, type Answer } from './http/graphql-endpoint.ts'
import { plannerNames, type PlannerName } from './plan/planner.ts'
import { serveConnection, type OperationSink } from './subscriptions/connection.ts'
import { openEventStream } from './subscriptions/event-stream.ts'
import { createHub } from './subscriptions/hub.ts'
import { runOperation } from './subscriptions/run-operation.ts'
import { createUpstreamConnections } from './subscriptions/upstream-connections.ts'
import { createInFlight } from './transport/in-flight.ts'
import { createSubgraphs } from './transport/subgraphs.ts'

export interface StandaloneOptions {
  sdl: string
  port: number
  planner?: PlannerName
  overrideLabels?: readonly string[]
}

export interface Standalone {
  url: string
  stop(): Promise<void>
}

export async function startStandalone({ sdl, port, ...options }: StandaloneOptions): Promise<Standalone> {
  const graph = createGraph({ sdl, ...options })
  const urls = graph.supergraph.routingUrls
  let changes = 0
  const subgraphs = createSubgraphs({ urls, afterMutation: async () => void changes++ })
  const connections = createUpstreamConnections(urls)
  const hub = createHub({ graph, connections })
  // Everybody is the same nobody here, so that everything may be shared with everybody, between two changes.
  const scope = 'open'
  const headers = () => ({})
  const caller = { scope, send: subgraphs.sendFor({ scope, headers }), parameters: () => ({}) }
  const answers = createInFlight<Answer>()
  const admit = () => {
    const sharing = String(changes)
    return {
      ...client,
      graph,
      send: subgraphs.sendFor({ scope, sharing, headers }),
      share: (question: string, answer: () => Promise<Answer>) => answers.share(sharing, question, answer),
      stream,
      anonymous: false,
    }
  }
  const client = { permissions: allPermissions, budget: undefined, trustedOnly: false, mayReadPlans: true }
  const documents = createDocuments()
  const start = (payload: unknown, sink: OperationSink) =>
    runOperation(payload, { ...client, graph, hub, documents, caller }, sink)
  const stream = (operation: GraphRequest, response: ServerResponse) => {
    const events = openEventStream(response, { maxBufferedBytes: Infinity })
    events.onEnd(start(operation, events))
  }
  const endpoint = createGraphqlEndpoint({
    maxBodyBytes: Infinity,
    documents,
    admit,
    onError: (error) => console.error(error),
  })
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] === '/graphql') return void endpoint(request, response)
    response.writeHead(404).end()
  })
  server.keepAliveTimeout = 60_000
  const sockets = new WebSocketServer({ server, path: '/graphql', handleProtocols: () => 'graphql-transport-ws' })
  sockets.on('connection', (socket) => {
    serveConnection(socket, {
      accept: async () => undefined,
      start,
      maxOperations: Infinity,
    })
  })
  await listen(server, port)
  const address = server.address()
  const actualPort = typeof address === 'object' && address ? address.port : port
  return {
    url: `http://127.0.0.1:${actualPort}/graphql`,
    async stop() {
      for (const socket of sockets.clients) socket.terminate()
      await connections.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await subgraphs.close()
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      supergraph: { type: 'string', default: 'supergraph.graphql' },
      port: { type: 'string', default: '4000' },
      planner: { type: 'string', default: 'apollo' },
      open: { type: 'boolean', default: false },
    },
  })
  if (!values.open)
    throw new Error('The router alone has no authentication and no limits. Say --open to start it all the same.')
  // eslint-disable-next-line -- the one setting that decides whether this mode may run at all
  if (process.env['NODE_ENV'] === 'production') throw new Error('--open is refused when NODE_ENV is production.')
  const planner = plannerNames.find((name) => name === values.planner)
  if (!planner) throw new Error(`--planner must be one of ${plannerNames.join(', ')}.`)
  const sdl = await readFile(values.supergraph, 'utf8')
  const { url, stop } = await startStandalone({ sdl, port: Number(values.port), planner })
  console.log(`Router ready at ${url}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stop().then(() => process.exit(0)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
