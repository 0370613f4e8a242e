import type { Server } from 'node:http'
import { useServer } from 'graphql-ws/use/ws'
import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql'
import { WebSocketServer } from 'ws'
import type { Authenticate, Caller } from './authenticate.ts'
import { createContext } from './context.ts'
import { withoutInternals } from './graphql-engine.ts'
import { liveSubscriptions } from './metrics.ts'
import type { Services } from './services.ts'
import type { Subgraph } from './subgraph.ts'

type Options<Db, Loaders> = {
  server: Server
  schema: GraphQLSchema
  subgraph: Subgraph<Db, Loaders>
  services: Services<Db>
  authenticate: Authenticate
}

/**
 * graphql-transport-ws on /graphql. The identity is the connection's: `connectionParams.identity`.
 * @returns how to close all connections, with code 1001 so that clients come back elsewhere
 */
export function graphqlOverWebsocket<Db, Loaders>({
  server,
  schema,
  subgraph,
  services,
  authenticate,
}: Options<Db, Loaders>): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: 1_000_000 })
  const contextFor = ({ viewer, askGraph }: Caller, holdLane: boolean) =>
    createContext({ viewer, services, askGraph, createLoaders: subgraph.createLoaders, holdLane })

  // Each execution has a context of its own: fresh loaders and a fresh snapshot for each event.
  const run = async (args: ExecutionArgs, caller: Caller): Promise<ExecutionResult> => {
    const ctx = contextFor(caller, true)
    try {
      return masked(await execute({ ...args, contextValue: ctx }))
    } finally {
      await ctx.releaseLane()
    }
  }
  const masked = (result: ExecutionResult): ExecutionResult =>
    result.errors ? { ...result, errors: result.errors.map((error) => maskedError(error)) } : result
  const maskedError = (error: GraphQLError) => {
    const { message, extensions } = withoutInternals(error.toJSON(), error, services.logger)
    return new GraphQLError(message, { path: error.path ?? null, extensions: extensions ?? {} })
  }

  const connections = useServer<{ identity?: unknown }, { caller?: Caller }>(
    {
      schema,
      connectionInitWaitTimeout: 5_000,
      async onConnect(ctx) {
        const caller = await authenticate(ctx.connectionParams?.identity)
        if (!caller) return false // closes with 4403
        ctx.extra.caller = caller
        return true
      },
      context: (ctx) => ctx.extra.caller!,
      execute: (args) => run(args, args.contextValue as Caller),
      async subscribe(args) {
        const caller = args.contextValue as Caller
        const events = await createSourceEventStream({
          ...args,
          contextValue: contextFor(caller, false),
        })
        if (!(Symbol.asyncIterator in events)) return masked(events)
        liveSubscriptions.add(1, { subgraph: subgraph.name })
        return mapEach(events[Symbol.asyncIterator](), {
          map: (event) => run({ ...args, rootValue: event }, caller),
          onEnd: () => liveSubscriptions.add(-1, { subgraph: subgraph.name }),
        })
      },
    },
    sockets,
    12_000,
  )
  return async () => {
    await connections.dispose()
    await new Promise((resolve) => sockets.close(resolve))
  }
}

/** Hand-written: an async generator would keep the source open after an unsubscribe until its next event. */
function mapEach<From, To>(
  source: AsyncIterator<From>,
  { map, onEnd }: { map: (value: From) => Promise<To>; onEnd: () => void },
): AsyncIterableIterator<To> {
  let open = true
  const end = () => {
    if (open) onEnd()
    open = false
  }
  return {
    async next() {
      try {
        const step = await source.next()
        if (!step.done) return { done: false, value: await map(step.value) }
      } catch (error) {
        end()
        throw error
      }
      end()
      return { done: true, value: undefined }
    },
    async return() {
      end()
      await source.return?.()
      return { done: true, value: undefined }
    },
    async throw(error: unknown) {
      end()
      await source.return?.()
      throw error
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
