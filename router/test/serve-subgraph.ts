import { createServer } from 'node:http'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, parse, subscribe, validate, type GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

type Modules = Extract<Parameters<typeof buildSubgraphSchema>[0], readonly unknown[]>
type Resolvers = Extract<Modules[number], { typeDefs: unknown }>['resolvers']

export interface SubgraphSource {
  name: string
  sdl: string
  resolvers: Record<string, unknown>
}

export interface SubgraphRequestSeen {
  query: string
  variables: Record<string, unknown>
  headers: Record<string, string | string[] | undefined>
}

/** A real subgraph over HTTP and graphql-ws, that remembers what it was asked. */
export interface ServedSubgraph {
  name: string
  sdl: string
  url: string
  schema: GraphQLSchema
  requests: SubgraphRequestSeen[]
  /** Connection parameters of every graphql-ws connection. */
  connections: unknown[]
  /** Subscriptions that are open now. */
  openSubscriptions(): number
  stop(): Promise<void>
  /** Listens again on the same port. */
  start(): Promise<void>
  /** What to do before answering a request; may throw, to break the connection. */
  before?: (request: SubgraphRequestSeen) => Promise<void> | void
  /** What goes with each answer besides. */
  headers?: () => Record<string, string>
}

export async function serveSubgraph(source: SubgraphSource): Promise<ServedSubgraph> {
  const schema = buildSubgraphSchema([
    { typeDefs: parse(source.sdl), resolvers: source.resolvers as NonNullable<Resolvers> },
  ])
  let port = 0
  let stop: (() => Promise<void>) | undefined
  let open = 0
  const subgraph: ServedSubgraph = {
    name: source.name,
    sdl: source.sdl,
    url: '',
    schema,
    requests: [],
    connections: [],
    openSubscriptions: () => open,
    async stop() {
      await stop?.()
      stop = undefined
    },
    async start() {
      const server = createServer((request, response) => {
        const chunks: Buffer[] = []
        request.on('data', (chunk: Buffer) => chunks.push(chunk))
        request.on('end', () => {
          void (async () => {
            const body = JSON.parse(Buffer.concat(chunks).toString()) as SubgraphRequestSeen & {
              operationName?: string
            }
            const seen = { query: body.query, variables: body.variables ?? {}, headers: request.headers }
            subgraph.requests.push(seen)
            await subgraph.before?.(seen)
            const document = parse(body.query)
            const errors = validate(schema, document)
            const result =
              errors.length > 0
                ? { errors }
                : await execute({
                    schema,
                    document,
                    variableValues: seen.variables,
                    operationName: body.operationName,
                    contextValue: { headers: request.headers },
                  })
            response.writeHead(200, { 'content-type': 'application/json', ...subgraph.headers?.() })
            response.end(JSON.stringify(result))
          })().catch(() => request.socket.destroy())
        })
      })
      const sockets = new WebSocketServer({ server, path: '/graphql' })
      const disposable = useServer(
        {
          schema,
          execute,
          subscribe: async (args) => {
            const result = await subscribe(args)
            if (!(Symbol.asyncIterator in result)) return result
            open += 1
            let closed = false
            const close = () => {
              if (!closed) open -= 1
              closed = true
            }
            return {
              [Symbol.asyncIterator]() {
                return this
              },
              async next() {
                const item = await result.next()
                if (item.done) close()
                return item
              },
              async return() {
                close()
                return result.return(undefined)
              },
              async throw(error: unknown) {
                close()
                return result.throw(error)
              },
            } as typeof result
          },
          onConnect: ({ connectionParams }) => {
            subgraph.connections.push(connectionParams)
            return true
          },
        },
        sockets,
      )
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
      const address = server.address()
      port = typeof address === 'object' && address ? address.port : port
      subgraph.url = `http://127.0.0.1:${port}/graphql`
      stop = async () => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
        await Promise.resolve(disposable.dispose()).catch(() => undefined)
        open = 0
      }
    },
  }
  await subgraph.start()
  return subgraph
}
