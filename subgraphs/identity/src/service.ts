import { readFile } from 'node:fs/promises'
import {
  createIdentityVerifier,
  openKeyFile,
  unsealedChannel,
  type Background,
  type KeyValue,
  type Services,
} from '@cma/runtime'
import { createAuth } from './auth/auth.ts'
import { authRoutes } from './auth/auth-routes.ts'
import { createThrottle } from './auth/throttle.ts'
import { authEnvironment } from './environment.ts'
import type { PrismaClient } from './generated/prisma/client.ts'
import { grantsRoute } from './grants-route.ts'
import { openSystemPool, type SystemPool } from './system-pool.ts'

/** What identity has besides the runtime's services, as long as the process lives. */
type Service = {
  people: SystemPool
  store: KeyValue
  secret: string
  publicUrl: string
  answerAuth: ReturnType<typeof authRoutes>
  answerGrants: ReturnType<typeof grantsRoute>
}

const started = new WeakMap<object, Service>()

export function serviceOf(services: object): Service {
  const service = started.get(services)
  if (!service) throw new Error('identity has not been started with these services')
  return service
}

/** Starts authentication beside the graph; the background work of the subgraph. */
export async function startService(services: Services<PrismaClient>): Promise<Background> {
  const { environment, logger, keyValue: store, nudges } = services
  const { AUTH_SECRET, PUBLIC_URL: publicUrl } = authEnvironment.parse(environment)
  const secret = (await readFile(AUTH_SECRET, 'utf8')).trim()
  if (secret.length < 32) throw new Error('AUTH_SECRET: the file has fewer than 32 characters')
  const verify = createIdentityVerifier(await openKeyFile(environment.IDENTITY_PUBLIC_KEYS))
  const people = openSystemPool(environment.DATABASE_URL)
  const auth = createAuth({
    people,
    store,
    nudges,
    secret,
    publicUrl,
    log: (level, message) => logger[level](message),
    recorded: () => nudges.publish(unsealedChannel),
  })
  started.set(services, {
    people,
    store,
    secret,
    publicUrl,
    answerAuth: authRoutes({ auth, publicUrl, logger, throttle: createThrottle(store, secret) }),
    answerGrants: grantsRoute({ people, store, verify }),
  })
  return { stop: () => people.end() }
}
