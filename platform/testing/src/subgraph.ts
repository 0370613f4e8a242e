import {
  manualClock,
  parseEnvironment,
  serve,
  subgraphEnvironment,
  type Claims,
  type Clock,
  type Running,
  type Subgraph,
} from '@cma/runtime'
import { inject } from 'vitest'
import { clientFor, type Client } from './client.ts'
import { aDatabase, type TestDatabase } from './database.ts'

export type TestSubgraph<Db> = AsyncDisposable & {
  /** The GraphQL address. */
  url: string
  origin: string
  database: TestDatabase
  services: Running<Db>['services']
  as(viewer: Claims): Client
}

export type SubgraphOptions = {
  /** Default: one of its own. */
  database?: TestDatabase
  /** Default: ports in memory. Two processes of a test that are to hear each other need one. */
  redis?: { url: string }
  /** Default: the machine's. */
  clock?: Clock
  /** Whether engines and sealers run; default true. Without them, statements are only those of requests. */
  background?: boolean
  /** Where questions to the whole graph go. Default: nowhere, so that they fail. */
  routerUrl?: string
  /** Settings of this subgraph alone. */
  environment?: Record<string, string>
}

const nowhere = 'http://127.0.0.1:9'

/** Roles besides `<domain>_app` that a subgraph works with, on its own behalf. */
const engineRoles = { compliance: 'compliance_engine', audit: 'audit_sealer' } as const

/** A real subgraph in this process, over a real database, called as whoever the test likes. */
export async function startSubgraph<Db, Loaders>(
  subgraph: Subgraph<Db, Loaders>,
  options: SubgraphOptions = {},
): Promise<TestSubgraph<Db>> {
  const { background = true, redis, clock, routerUrl = nowhere } = options
  const stack = new AsyncDisposableStack()
  const database = options.database ?? stack.use(await aDatabase())
  const { name } = subgraph
  const engine = name in engineRoles ? engineRoles[name as keyof typeof engineRoles] : undefined
  const keys = inject('keys')
  const environment = parseEnvironment(subgraphEnvironment.loose(), {
    PORT: '0',
    LOG_LEVEL: 'error',
    DATABASE_URL: database.urlAs(`${name as 'cases'}_app`),
    ...(engine && { ENGINE_DATABASE_URL: database.urlAs(engine) }),
    ...(redis && { REDIS_URL: redis.url }),
    IDENTITY_PUBLIC_KEYS: keys.identityPublicKeys,
    FIELD_KEYS: keys.fieldKeys,
    AUTH_SECRET: keys.authSecret,
    PUBLIC_URL: 'http://localhost:4000',
    ROUTER_URL: routerUrl,
    ...options.environment,
  })
  const { background: work, ...quiet } = subgraph
  const running = await serve(background && work ? { ...quiet, background: work } : quiet, environment, {
    ...(clock && { clock }),
  })
  stack.defer(() => running.stop())
  const url = `${running.url}/graphql`
  return {
    url,
    origin: running.url,
    database,
    services: running.services,
    as: (viewer) => clientFor(url, viewer),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

export { manualClock }
