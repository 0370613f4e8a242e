import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { migrate } from '@cma/prisma'
import { keepRunning, type Kept } from './keep-running.ts'
import { ensureKeys } from './keys.ts'
import { lastLines, startNodeService, type NodeService } from './node-service.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import { choosePorts, describeServices, type Surroundings } from './services.ts'

export type SystemOptions = {
  dataDir: string
  logLevel: string
  telemetryEndpoint: string | undefined
  /** Default: a server of our own where redis-server is installed. A URL: one that runs elsewhere. Undefined: done without. */
  redis?: { url: string | undefined }
  /** Told what happens, one line at a time, for the person at the terminal. */
  report: (line: string) => void
}

export type Stores = Omit<Surroundings, 'routerPort' | 'webDir'> & {
  /** Migrations that this start applied. */
  applied: string[]
}

export type Services = Map<string, Kept>

/** PostgreSQL, migrated, and Redis where it is installed; both kept running until the stack is disposed of. */
export async function startStores(options: SystemOptions, stack: AsyncDisposableStack): Promise<Stores> {
  const { dataDir, logLevel, telemetryEndpoint, report } = options
  const keys = ensureKeys(dataDir)
  const postgresDir = join(dataDir, 'postgres')
  report(existsSync(postgresDir) ? 'Starting PostgreSQL' : 'Starting PostgreSQL with a new database')
  const postgres = await startPostgres({ dataDir: postgresDir })
  const keptPostgres = await keepRunning(
    'PostgreSQL',
    restartable(postgres, (port) => startPostgres({ dataDir: postgresDir, port })),
    report,
  )
  stack.defer(() => keptPostgres.stop())
  const { url: redisUrl } = options.redis ?? (await startOwnRedis(options, keys.redisPassword, stack))
  const applied = await migrate({ superuserUrl: postgres.url, passwords: keys.rolePasswords })
  if (applied.length > 0) report(`Applied ${applied.length} migrations`)
  return { keys, postgresUrl: postgres.url, redisUrl, logLevel, telemetryEndpoint, applied }
}

async function startOwnRedis(
  { dataDir: parent, report }: SystemOptions,
  password: string,
  stack: AsyncDisposableStack,
): Promise<{ url: string | undefined }> {
  const dataDir = join(parent, 'redis')
  const redis = await startRedis({ dataDir, password })
  report(redis ? 'Starting Redis' : 'No redis-server on this machine: all services run in one process')
  if (redis === undefined) return { url: undefined }
  const again = async (port: number) => (await startRedis({ dataDir, port, password }))!
  const kept = await keepRunning('Redis', restartable(redis, again), report)
  stack.defer(() => kept.stop())
  return { url: redis.url }
}

/** All subgraphs and the router, ready to answer; each restarted when it ends, until the stack is disposed of. */
export async function startServices(
  surroundings: Surroundings,
  { dataDir, report }: SystemOptions,
  stack: AsyncDisposableStack,
): Promise<Services> {
  const services = inProcesses(describeServices(surroundings, await choosePorts()), surroundings)
  const kept: Services = new Map()
  for (const service of services) {
    const started = await keepRunning(service.name, () => startNodeService(service, dataDir), report)
    // Stopped in reverse order, the router first: it lets requests finish while the subgraphs can still answer them.
    stack.defer(() => started.stop())
    kept.set(service.name, started)
  }
  await untilReady(surroundings.routerPort, [...kept.values()], dataDir)
  return kept
}

/** One process for each service; one for all where no Redis connects them. */
export function inProcesses(services: NodeService[], { redisUrl }: Pick<Surroundings, 'redisUrl'>): NodeService[] {
  if (redisUrl !== undefined) return services
  const environments = Object.fromEntries(services.map(({ name, environment }) => [name, environment]))
  return [
    {
      name: 'all-services',
      entry: 'platform/local/src/single-process.ts',
      environment: { SERVICE_ENVIRONMENTS: JSON.stringify(environments) },
    },
  ]
}

const readyWithinMs = 60_000
const failuresBeforeGivingUp = 3

async function untilReady(port: number, kept: Kept[], dataDir: string): Promise<void> {
  const deadline = performance.now() + readyWithinMs
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    )
    if (answer?.status === 200) return
    const broken = kept.find((service) => service.restarts() >= failuresBeforeGivingUp)
    if (broken)
      throw new Error(
        `${broken.name} does not start. The end of ${join(dataDir, 'logs', broken.name)}.log:\n${lastLines(dataDir, broken.name)}`,
      )
    if (performance.now() > deadline)
      throw new Error(
        `Not ready after ${readyWithinMs / 1_000} s: ${answer ? await answer.text() : 'the router does not answer'}. The logs are in ${join(dataDir, 'logs')}`,
      )
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** First the server that already runs, then new ones on the same port. */
function restartable<Server extends { port: number }>(
  first: Server,
  again: (port: number) => Promise<Server>,
): () => Promise<Server> {
  let started = false
  return async () => {
    if (started) return again(first.port)
    started = true
    return first
  }
}
