import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '@cma/local/environment'
import { freePort } from '@cma/local/free-port'
import { keepRunning } from '@cma/local/keep-running'
import { lastLines, prepareFolders, startNodeService, type NodeService } from '@cma/local/node-service'
import { choosePorts, describeServices } from '@cma/local/services'
import { inProcesses, startStores } from '@cma/local/system'
import { cuttableLine, type CuttableLine } from '../src/cuttable-line.ts'
import { copyOfDemo } from '../src/system.ts'
import { pidOf } from '../src/process-ids.ts'
import { redisCluster, type RedisCluster } from '../src/redis-cluster.ts'
import { waitUntil } from '../src/wait-until.ts'
import { movedClock, type PlantedBug, type SourceChange } from './source-changes.ts'

/** One server, six nodes of a Redis Cluster, or all services in one process without any. */
export type RedisForm = 'single' | 'cluster' | 'none'

export type FaultySystem = {
  url: string
  /** As the superuser. */
  databaseUrl: string
  /** What `kill` takes. */
  processes: string[]
  /** Ways between two processes, by name such as `compliance to redis`. */
  lines: Map<string, CuttableLine>
  /** `kill -9`; resolves once another has taken its place. `which` (0 to 1) picks a master of a Redis Cluster. */
  kill(name: string, which?: number): Promise<void>
  /** Moves the clock of compliance, which all deadlines go by, so far from the true time. */
  moveClock(milliseconds: number): void
  isReady(): Promise<boolean>
}

export type FaultySystemOptions = {
  redis: RedisForm
  bug?: PlantedBug | undefined
  report: (line: string) => void
}

/** What `npm start` starts, on a copy of the demo, with a line that can be cut between any two of its processes. */
export async function startFaultySystem(
  stack: AsyncDisposableStack,
  { redis, bug, report }: FaultySystemOptions,
): Promise<FaultySystem> {
  const dataDir = await copyOfDemo()
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  prepareFolders(dataDir)
  const cluster = redis === 'cluster' ? stack.use(await redisCluster(join(dataDir, 'redis-cluster'))) : undefined
  const ownStores = redis !== 'single' && { redis: { url: cluster?.url } }
  const options = { dataDir, logLevel: 'info', telemetryEndpoint: undefined, report, ...ownStores }
  const stores = await startStores(options, stack)
  if (redis === 'single' && stores.redisUrl === undefined)
    throw new Error('The fault suite kills Redis, and needs redis-server')
  const routerPort = await freePort()
  const url = `http://127.0.0.1:${routerPort}`
  const lines = new Map<string, CuttableLine>()
  const lineTo = async (from: string, to: string, address: string) => {
    const line = stack.use(await cuttableLine(address))
    lines.set(`${from} to ${to}`, line)
    return line.url.replace(/\/$/, '')
  }
  const folder = mkdtempSync(join(tmpdir(), 'cma-faults-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const clockFile = join(folder, 'clock')
  writeFileSync(clockFile, '0')

  const described: NodeService[] = []
  for (const service of describeServices({ ...stores, routerPort, webDir: undefined }, await choosePorts())) {
    const environment = {
      ...service.environment,
      ...(await overLines(service, lineTo)),
      ...(service.name === 'router' && routerSettings),
    }
    described.push({ ...service, environment })
  }
  const processes = inProcesses(described, stores)
  for (const service of processes) {
    const runs = (name: string) => service.name === name || processes.length === 1
    const changes = [
      ...(runs('compliance') ? [movedClock(clockFile)] : []),
      ...(bug && runs(bug.service) ? bug.changes : []),
    ]
    const own = { ...service, environment: { ...service.environment, ...changing(changes) } }
    const running = await keepRunning(own.name, () => startNodeService(own, dataDir), report)
    stack.defer(() => running.stop())
  }
  const isReady = async () => {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    return answer?.status === 200
  }
  await waitUntil('the system to be ready', isReady, { deadlineMs: 120_000 }).catch((error: unknown) => {
    const logs = processes.map(({ name }) => `${name}:\n${lastLines(dataDir, name)}`)
    throw new Error(`The system does not start.\n${logs.join('\n')}`, { cause: error })
  })
  const stored = { single: ['redis', 'postgres'], cluster: [redisMaster, 'postgres'], none: ['postgres'] }[redis]
  return {
    url,
    databaseUrl: stores.postgresUrl,
    processes: [...processes.map(({ name }) => name), ...stored],
    lines,
    isReady,
    async kill(name, which) {
      if (name === redisMaster && cluster) return killMaster(cluster, which)
      const pid = pidOf(dataDir, name)
      process.kill(pid, 'SIGKILL')
      await waitUntil(`${name} to be started again`, () => pidOf(dataDir, name) !== pid, { deadlineMs: 60_000 })
    },
    moveClock: (milliseconds) => writeFileSync(clockFile, String(milliseconds)),
  }
}

const routerSettings = {
  // Small, so that a subscriber who stops reading is soon one that is closed.
  MAX_SOCKET_BUFFER_BYTES: '20000',
  MAX_SOCKETS_PER_SESSION: '100',
  // Often: word that somebody has left may be lost with Redis, and alerts are not to follow them for long.
  SESSION_RECHECK_MS: '5000',
}

const redisMaster = 'redis master'

/** The killed one comes back as a replica of the one that took its place, and may have to take over itself one day. */
async function killMaster(cluster: RedisCluster, which: number | undefined): Promise<void> {
  await cluster.failOver(which)
  await cluster.restore()
}

/** The environment of a process that reads parts of its files otherwise. */
function changing(changes: SourceChange[]): Record<string, string> {
  if (changes.length === 0) return {}
  return {
    SOURCE_CHANGES: JSON.stringify(changes),
    NODE_OPTIONS: `--import ${pathToFileURL(join(projectRoot, 'platform/testing/faults/change-source.ts')).href}`,
  }
}

type LineTo = (from: string, to: string, address: string) => Promise<string>

/** The addresses of a service's environment, each over a line of its own. */
async function overLines({ name, environment }: NodeService, lineTo: LineTo): Promise<Record<string, string>> {
  const changed: Record<string, string> = {}
  for (const [key, to] of [
    ['REDIS_URL', 'redis'],
    ['DATABASE_URL', 'postgres'],
    ['ENGINE_DATABASE_URL', 'postgres for the engine'],
  ] as const) {
    const address = environment[key]
    // The nodes of a cluster tell each other's addresses: a line to one would soon be left aside.
    if (address !== undefined && !address.includes(',')) changed[key] = await lineTo(name, to, address)
  }
  if (environment['SUBGRAPH_URLS'] !== undefined) {
    const addresses = Object.entries(JSON.parse(environment['SUBGRAPH_URLS']) as Record<string, string>)
    const over: Record<string, string> = {}
    for (const [subgraph, address] of addresses) over[subgraph] = await lineTo(name, subgraph, address)
    changed['SUBGRAPH_URLS'] = JSON.stringify(over)
  }
  return changed
}
