import type { AskGraph } from './ask-graph.ts'
import { createRequestReads, readsWithin, type RequestReads } from './request-reads.ts'
import type { Services } from './services.ts'
import { currentTraceId } from './logger.ts'
import type { Viewer } from './viewer.ts'

/** What resolvers and loaders get: one a request. */
export type Context<Db, Loaders> = {
  viewer: Viewer
  /** Reads in the request's lane: `ctx.read((db) => db.note.findMany(...))`. Never write in it: the snapshot is read-only. */
  read: RequestReads<Db>['read']
  /** Gives the lane back before slow other work; the next read leases one again. */
  releaseLane(): Promise<void>
  /** One set a request, and a new one after each command. */
  readonly loaders: Loaders
  services: Services<Db>
  traceId: string | undefined
  /** Asks the whole graph through the router, as the same viewer. Not while holding a lane: see `beforehand` of defineCommand. */
  askGraph: AskGraph
  /** For the runtime: a context whose reads run in a command's transaction. */
  within(db: Db): Context<Db, Loaders>
  /** For the runtime: forget what was read, because something was written. */
  forget(): Promise<void>
}

/** What `createLoaders` gets. */
export type LoaderContext<Db> = Omit<Context<Db, unknown>, 'loaders' | 'within' | 'forget'>

type ContextOptions<Db, Loaders> = {
  viewer: Viewer
  services: Services<Db>
  askGraph: AskGraph
  createLoaders: (ctx: LoaderContext<Db>) => Loaders
  holdLane?: boolean
}

export function createContext<Db, Loaders>(options: ContextOptions<Db, Loaders>): Context<Db, Loaders> {
  const { viewer, services, holdLane = true } = options
  return over(createRequestReads(services.lanes, viewer, { holdLane }), options)
}

function over<Db, Loaders>(reads: RequestReads<Db>, options: ContextOptions<Db, Loaders>): Context<Db, Loaders> {
  const { viewer, services, askGraph, createLoaders } = options
  let loaders: Loaders | undefined
  const ctx: Context<Db, Loaders> = {
    viewer,
    read: reads.read,
    releaseLane: reads.release,
    get loaders() {
      return (loaders ??= createLoaders(ctx))
    },
    services,
    traceId: currentTraceId(),
    askGraph,
    within: (db) => over(readsWithin(db), options),
    async forget() {
      loaders = undefined
      await reads.release()
    },
  }
  return ctx
}
