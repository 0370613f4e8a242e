import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { LoaderContext } from './context.ts'
import type { Services } from './services.ts'

/** What a domain is to the runtime. `serve` makes a running service of it. */
export type Subgraph<Db, Loaders> = {
  /** Also the name of its PostgreSQL schema. */
  name: string
  /** The text of schema.graphql. */
  typeDefs: string
  /** As graphql-codegen types them; scalars `Date` and `DateTime` are added. */
  resolvers: object
  /** `(adapter) => new PrismaClient({ adapter })` */
  createClient: (adapter: SqlDriverAdapterFactory) => Db
  /** A fresh set for each request. */
  createLoaders: (ctx: LoaderContext<Db>) => Loaders
  /** Work beside requests, such as an engine; starts before requests are taken, stops after the last. */
  background?: (services: Services<Db>) => Promise<Background>
  /** HTTP beside /graphql and /health, such as /auth. @returns whether the request was its own */
  handleHttp?: (request: IncomingMessage, response: ServerResponse, services: Services<Db>) => Promise<boolean>
}

export type Background = {
  /** Whether the work is alive; part of /health/ready. */
  healthy?(): boolean
  stop(): Promise<void>
}

/** For inference: `export const subgraph = defineSubgraph({ ... })`. */
export function defineSubgraph<Db, Loaders>(subgraph: Subgraph<Db, Loaders>): Subgraph<Db, Loaders> {
  return subgraph
}
