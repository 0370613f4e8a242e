/**
 * Hive Gateway's embeddable runtime with its Rust query planner, served as its command line serves it (node:http, and
 * graphql-ws on the same port): `node hive-gateway.ts <supergraph file> <port> [option…]`.
 *
 * `--forward-identity` takes the identity header of the client to the subgraphs.
 *
 * Requests to subgraphs that are in flight are de-duplicated by default; `--share-requests` also shares the execution
 * of identical requests of clients (same headers), which is off by default.
 */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createGatewayRuntime, getGraphQLWSOptions } from '@graphql-hive/gateway-runtime'
import { unifiedGraphHandler } from '@graphql-hive/router-runtime'
import httpTransport from '@graphql-mesh/transport-http'
import wsTransport from '@graphql-mesh/transport-ws'
import { useServer, type Extra } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const [supergraph = '', port = '', ...options] = process.argv.slice(2)
const runtime = createGatewayRuntime({
  supergraph: await readFile(supergraph, 'utf8'),
  unifiedGraphHandler,
  inboundInflightRequestDeduplication: options.includes('--share-requests'),
  transports: { http: httpTransport, ws: wsTransport },
  transportEntries: { alerts: { options: { subscriptions: { kind: 'ws', location: '/graphql' } } } },
  ...(options.includes('--forward-identity') && {
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => {
        const identity = request.headers.get('x-cma-identity')
        return identity === null ? {} : { 'x-cma-identity': identity }
      },
    },
  }),
  logging: 'error',
  landingPage: false,
  graphiql: false,
  requestId: false,
})
const server = createServer((request, response) => void runtime(request, response))
useServer(
  getGraphQLWSOptions<object, Extra>(runtime, (context) => ({
    req: context.extra.request,
    socket: context.extra.socket,
  })),
  new WebSocketServer({ server, path: runtime.graphqlEndpoint }),
)
server.listen(Number(port), '127.0.0.1')
