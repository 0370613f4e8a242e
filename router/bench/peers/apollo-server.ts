/**
 * Bare @apollo/server with @apollo/gateway: `node apollo-server.ts <supergraph file> <port> [--forward-identity]`.
 * Forwarding takes the identity header of the client to the subgraphs, which refuse requests without it.
 */
import { readFile } from 'node:fs/promises'
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'

const [supergraph = '', port = '', option] = process.argv.slice(2)
const forward = option === '--forward-identity'

interface Context {
  identity?: string | string[] | undefined
}

const gateway = new ApolloGateway({
  supergraphSdl: await readFile(supergraph, 'utf8'),
  ...(forward && {
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource<Context>({
        url,
        willSendRequest({ request, context }) {
          if (context.identity !== undefined) request.http?.headers.set('x-cma-identity', String(context.identity))
        },
      }),
  }),
})
const server = new ApolloServer<Context>({ gateway })
await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(port) },
  context: async ({ req }) => (forward ? { identity: req.headers['x-cma-identity'] } : {}),
})
