import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAuthenticate } from './authenticate.ts'
import type { Context } from './context.ts'
import type { SubgraphEnvironment } from './environment.ts'
import { flushTelemetry } from './flush-telemetry.ts'
import { createApolloServer, schemaOf } from './graphql-engine.ts'
import { graphqlOverHttp } from './graphql-over-http.ts'
import { graphqlOverWebsocket } from './graphql-over-websocket.ts'
import { sendError, sendJson } from './http.ts'
import { createIdentityVerifier, openKeyFile } from './identity-token.ts'
import { openServices, type ServiceOptions } from './open-services.ts'
import type { Logger } from './logger.ts'
import type { Services } from './services.ts'
import type { Subgraph } from './subgraph.ts'

export type Running<Db = unknown> = {
  /** Origin, such as http://127.0.0.1:4001. */
  url: string
  services: Services<Db>
  /** Drains: no new requests, those under way finish, then everything closes. Idempotent. */
  stop(): Promise<void>
}

/**
 * Runs a subgraph: POST /graphql and graphql-transport-ws on /graphql, /health/live, /health/ready, its background work.
 * `main.ts` passes `{ stopOnSignals: true }`; tests and the all-in-one host stop it themselves.
 */
export async function serve<Db, Loaders>(
  subgraph: Subgraph<Db, Loaders>,
  environment: SubgraphEnvironment,
  {
    stopOnSignals = false,
    drainMs = 8_000,
    ...options
  }: ServiceOptions & { stopOnSignals?: boolean; drainMs?: number } = {},
): Promise<Running<Db>> {
  const schema = schemaOf(subgraph)
  const verify = createIdentityVerifier(await openKeyFile(environment.IDENTITY_PUBLIC_KEYS))
  const services = await openServices(subgraph, environment, options)
  const authenticate = createAuthenticate(verify, services)
  const apollo = createApolloServer<Context<Db, Loaders>>(schema, services.logger)
  await apollo.start()
  const background = await subgraph.background?.(services)

  let draining = false
  const graphql = graphqlOverHttp({ subgraph, services, apollo, authenticate })
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?', 1)[0]
    if (path === '/graphql') return graphql(request, response)
    if (path === '/health/live') return sendJson(response, 200, { status: 'ok' })
    if (path === '/health/ready') {
      const ready = !draining && (background?.healthy?.() ?? true) && (await services.healthy())
      return sendJson(response, ready ? 200 : 503, { status: ready ? 'ok' : draining ? 'draining' : 'unavailable' })
    }
    if (await subgraph.handleHttp?.(request, response, services)) return
    sendError(response, 404, 'NOT_FOUND', 'There is nothing at this path')
  }
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      services.logger.error({ err: error }, 'a request failed')
      if (!response.headersSent) sendError(response, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side')
      else response.destroy()
    })
  })
  // Longer than the router keeps an idle connection, so that it never sends on one that is just being closed.
  server.keepAliveTimeout = 75_000
  const closeWebsockets = graphqlOverWebsocket({ server, schema, subgraph, services, authenticate })
  await listen(server, environment)
  const { port } = server.address() as AddressInfo
  services.logger.info({ port }, 'listening')

  let stopping: Promise<void> | undefined
  const stop = async () => {
    draining = true
    await closeWebsockets()
    await closeServer(server, drainMs)
    await background?.stop()
    await apollo.stop()
    await services.close()
  }
  const running = {
    url: `http://${environment.HOST === '0.0.0.0' ? '127.0.0.1' : environment.HOST}:${port}`,
    services,
    stop: () => (stopping ??= stop()),
  }
  if (stopOnSignals) stopOnSignal(running, services.logger)
  return running
}

function listen(server: Server, { PORT, HOST }: SubgraphEnvironment): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(PORT, HOST, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function closeServer(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(timer)
}

function stopOnSignal(running: Pick<Running, 'stop'>, logger: Logger): void {
  const end = async () => {
    let status = 0
    try {
      await running.stop()
    } catch (error) {
      logger.error({ err: error }, 'stopping failed')
      status = 1
    }
    await flushTelemetry()
    process.exit(status)
  }
  process.once('SIGTERM', () => void end())
  process.once('SIGINT', () => void end())
}
