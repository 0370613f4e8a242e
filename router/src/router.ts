import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readJson } from '@cma/runtime/identity-token'
import { createLogger, type Logger } from '@cma/runtime/logger'
import { openPorts, type Ports } from '@cma/runtime/ports'
import { openTokenBuckets } from '@cma/runtime/token-buckets'
import type { JWK } from 'jose'
import { createAdmission } from './auth/admission.ts'
import { createAskGrants } from './auth/ask-grants.ts'
import { createAuthenticate } from './auth/authenticate.ts'
import { createClients } from './auth/client.ts'
import { createTokens } from './auth/identity-tokens.ts'
import { changesKey, createSessions } from './auth/sessions.ts'
import { recordRecall } from './cache/recall-metrics.ts'
import { createResultCache } from './cache/result-cache.ts'
import { openSigningKey } from './auth/signing-key.ts'
import { createCallerOperations } from './caller-operations.ts'
import type { RouterEnvironment } from './environment.ts'
import { createAuthProxy } from './http/auth-proxy.ts'
import { createDocuments } from './documents/documents.ts'
import { readTrustedDocuments } from './documents/trusted-documents.ts'
import { createWarmUp } from './documents/warm-up.ts'
import { createGraphqlEndpoint } from './http/graphql-endpoint.ts'
import { createReadiness } from './http/health.ts'
import { setSecurityHeaders } from './http/security-headers.ts'
import { closeGracefully, listen } from './http/server-lifetime.ts'
import { createStaticFiles } from './http/static-files.ts'
import { createRateLimits } from './limits/rate-limits.ts'
import { createLiveGraph } from './live-graph.ts'
import { closeCodes } from './subscriptions/close-codes.ts'
import { createPartnerEndpoint } from './partner.ts'
import { budgetsOf, introspects, limitsOf, manifestsOf, partnerTokensOf, ratesOf } from './settings.ts'
import { watchConnections } from './subscriptions/live-connections.ts'
import { createWebSockets } from './subscriptions/websocket-server.ts'
import { partnerTag } from './supergraph/variant.ts'
import { watchSupergraph } from './supergraph/watch-supergraph.ts'
import { recordExchange } from './telemetry.ts'

export interface Running {
  /** Origin, such as http://127.0.0.1:4000. */
  url: string
  /** Puts another supergraph in force without dropping a request. */
  reload(sdl: string): void
  /** Drains: nothing new, what is under way finishes, then everything closes. Idempotent. */
  stop(): Promise<void>
}

/** Starts the router. `ports` are passed in where subgraphs live in the same process. */
export async function startRouter(
  environment: RouterEnvironment,
  {
    ports: given,
    logger = createLogger({ name: 'router', level: environment.LOG_LEVEL }),
  }: { ports?: Ports; logger?: Logger } = {},
): Promise<Running> {
  const ports = given ?? openPorts(environment.REDIS_URL, logger)
  const onError = (error: unknown) => logger.error({ err: error }, 'a request failed')
  const privateJwk = await readJson<JWK>(environment.IDENTITY_PRIVATE_KEY)
  const secret = (await readFile(environment.AUTH_SECRET, 'utf8')).trim()
  const signingKey = await openSigningKey({
    privateKey: environment.IDENTITY_PRIVATE_KEY,
    publicKeys: environment.IDENTITY_PUBLIC_KEYS,
  })
  const tokenFor = createTokens(signingKey.sign)
  const findCaller = createSessions({
    keyValue: ports.keyValue,
    askGrants: createAskGrants(environment.AUTH_URL, tokenFor),
  })
  const authenticate = createAuthenticate({ secret, findCaller, verify: signingKey.verify })

  const clientOf = createClients({
    budgets: budgetsOf(environment),
    trustedForStaff: environment.DOCUMENTS === 'trusted-for-staff',
  })
  const trusted = await readTrustedDocuments(await manifestsOf(environment))
  if (environment.DOCUMENTS === 'trusted-for-staff' && trusted.all.length === 0) {
    throw new Error('DOCUMENTS is trusted-for-staff, and there are no trusted documents: nobody could do anything.')
  }
  const documents = createDocuments({ trusted, store: ports.keyValue })

  const tokenBuckets = openTokenBuckets(environment.REDIS_URL)
  const limits = createRateLimits({ ...ratesOf(environment), buckets: tokenBuckets, secret })

  const partnerTokens = partnerTokensOf(environment)
  const live = createLiveGraph(await readFile(environment.SUPERGRAPH, 'utf8'), {
    graph: {
      planner: environment.PLANNER,
      overrideLabels: environment.OVERRIDE_LABELS,
      limits: limitsOf(environment),
      introspection: introspects(environment),
    },
    transport: {
      timeoutMs: environment.SUBGRAPH_TIMEOUT_MS,
      connections: environment.SUBGRAPH_CONNECTIONS,
      maxResponseBytes: environment.SUBGRAPH_MAX_RESPONSE_BYTES,
      observe(exchange) {
        recordExchange(exchange)
        const { subgraph, failure } = exchange
        if (failure !== undefined) logger.warn({ subgraph, err: failure }, 'a subgraph did not answer')
      },
      ...(environment.RESULT_CACHE && { recallFor: (scope: string) => cache.recallFor(scope) }),
      // Should the store be away: whoever asks next cannot be signed in either, so that nothing is shared meanwhile.
      async afterMutation({ subgraph, unannounced }) {
        if (unannounced) await cache.voidAnswersOf(subgraph)
        await ports.keyValue.increment(changesKey).catch(onError)
      },
    },
    urls: environment.SUBGRAPH_URLS,
    variantTag: partnerTokens && partnerTag,
    onReload() {
      connections.closeAll({ code: closeCodes.changed, reason: 'The schema has changed: connect again' })
      warmUp.begin()
    },
  })
  const warmUp = createWarmUp({
    trusted,
    graph: () => live.current().graph,
    onFailed: (names) => logger.error({ names }, 'the supergraph cannot answer these documents of the app'),
  })
  const cache = createResultCache({
    results: ports.results,
    secret: JSON.stringify(privateJwk),
    subgraphs: () => live.current().graph.supergraph.routingUrls.keys(),
    maxAgeMs: environment.RESULT_CACHE_MAX_AGE_MS,
    localSize: environment.RESULT_CACHE_LOCAL_CHARACTERS,
    storedBytes: environment.RESULT_CACHE_STORED_BYTES,
    valueBytes: environment.RESULT_CACHE_VALUE_BYTES,
    observe: recordRecall,
  })
  const connections = await watchConnections({
    nudges: ports.nudges,
    recheckMs: environment.SESSION_RECHECK_MS,
    onError,
  })
  const forCallers = {
    live,
    connections,
    clientOf,
    tokenFor,
    maxStreamsPerSession: environment.MAX_SOCKETS_PER_SESSION,
    maxBufferedBytes: environment.MAX_SOCKET_BUFFER_BYTES,
    onError,
  }
  const operations = createCallerOperations({
    ...forCallers,
    authenticate,
    documents,
    mayGoOn: ({ claims }) => limits.ofCaller(claims),
  })
  const webSockets = createWebSockets({
    authenticate,
    admit: limits.ofAddress,
    live: connections,
    allowedOrigins: environment.ALLOWED_ORIGINS,
    start: operations.start,
    maxSockets: environment.MAX_SOCKETS,
    maxSocketsPerSession: environment.MAX_SOCKETS_PER_SESSION,
    maxOperations: environment.MAX_OPERATIONS_PER_SOCKET,
    maxBufferedBytes: environment.MAX_SOCKET_BUFFER_BYTES,
  })

  const graphql = createGraphqlEndpoint({
    maxBodyBytes: environment.MAX_BODY_BYTES,
    documents,
    admit: createAdmission({
      authenticate,
      limits,
      clientOf,
      graph: () => live.current().graph,
      servicesFor: operations.forRequest,
      allowedOrigins: environment.ALLOWED_ORIGINS,
    }),
    onError,
  })
  const partner =
    partnerTokens &&
    (await createPartnerEndpoint({
      ...forCallers,
      tokens: partnerTokens,
      limits,
      documents: createDocuments({ store: ports.keyValue }),
      maxBodyBytes: environment.MAX_BODY_BYTES,
    }))
  const auth = createAuthProxy({
    authUrl: environment.AUTH_URL,
    trustProxy: environment.TRUST_PROXY,
    admit: limits.ofAddress,
  })
  const files = environment.WEB_DIR === undefined ? undefined : createStaticFiles(environment.WEB_DIR)
  const readiness = createReadiness({
    urls: new Map(
      Object.entries({
        ...Object.fromEntries(live.current().graph.supergraph.routingUrls),
        ...environment.SUBGRAPH_URLS,
      }),
    ),
    healthy: ports.healthy,
  })

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url?.split('?', 1)[0] ?? '/'
    const https =
      environment.NODE_ENV === 'production' ||
      (environment.TRUST_PROXY && request.headers['x-forwarded-proto'] === 'https')
    setSecurityHeaders(response, { https })
    if (path === '/graphql') return graphql(request, response)
    if (path === '/partner/graphql' && partner) return partner(request, response)
    if (path.startsWith('/auth/')) return auth.proxy(request, response)
    if (path === '/health/live') return status(response, true)
    if (path === '/health/ready') return status(response, await readiness.isReady())
    if (files) return files(request, response)
    response.writeHead(404).end()
  }
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      onError(error)
      response.destroy()
    })
  })
  // A body that trickles in holds nothing but its socket, and that not for long.
  server.requestTimeout = 30_000
  server.headersTimeout = 10_000
  server.keepAliveTimeout = 60_000
  server.on('upgrade', webSockets.handleUpgrade)
  const port = await listen(server, environment)
  const stopWatchingSupergraph = watchSupergraph(environment.SUPERGRAPH, { reload: live.reload, logger })
  logger.info({ port }, 'listening')
  warmUp.begin()

  let stopping: Promise<void> | undefined
  const stop = async () => {
    readiness.drain()
    stopWatchingSupergraph()
    warmUp.stop()
    connections.closeAll({ code: closeCodes.goingAway, reason: 'Going away: connect again' })
    connections.stop()
    await closeGracefully(server, environment.DRAIN_MS)
    await webSockets.close()
    auth.close()
    await live.close()
    cache.stop()
    tokenBuckets.close()
    if (!given) await ports.close()
  }
  return {
    url: `http://${environment.HOST === '0.0.0.0' ? '127.0.0.1' : environment.HOST}:${port}`,
    reload: live.reload,
    stop: () => (stopping ??= stop()),
  }
}

function status(response: ServerResponse, ok: boolean): void {
  response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ status: ok ? 'ok' : 'unavailable' }))
}
