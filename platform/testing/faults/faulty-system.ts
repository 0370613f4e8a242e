import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '@cma/local/environment'
import { freePort } from '@cma/local/free-port'
import { keepRunning, type Kept } from '@cma/local/keep-running'
import { lastLines, prepareFolders, startNodeService, type NodeService } from '@cma/local/node-service'
import { choosePorts, describeServices } from '@cma/local/services'
import { startStores } from '@cma/local/system'
import { cuttableLine, type CuttableLine } from '../src/cuttable-line.ts'
import { copyOfDemo } from '../src/system.ts'
import { pidOf, type ProcessName } from '../src/process-ids.ts'
import { waitUntil } from '../src/wait-until.ts'
import { movedClock, type PlantedBug } from './source-changes.ts'

export type FaultySystem = {
  url: string
  /** As the superuser. */
  databaseUrl: string
  processes: ProcessName[]
  /** Ways between two processes, by name such as `compliance to redis`. */
  lines: Map<string, CuttableLine>
  kill(name: ProcessName): Promise<void>
  /** Moves the clock of compliance, which all deadlines go by, so far from the true time. */
  moveClock(milliseconds: number): void
  isReady(): Promise<boolean>
}

const services = ['identity', 'cases', 'compliance', 'audit', 'router'] as const

/** What `npm start` starts, on a copy of the demo, with a line that can be cut between any two of its processes. */
export async function startFaultySystem(
  stack: AsyncDisposableStack,
  { bug, report }: { bug: PlantedBug | undefined; report: (line: string) => void },
): Promise<FaultySystem> {
  const dataDir = await copyOfDemo()
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }))
  prepareFolders(dataDir)
  const stores = await startStores({ dataDir, logLevel: 'info', telemetryEndpoint: undefined, report }, stack)
  if (stores.redisUrl === undefined) throw new Error('The fault suite kills Redis, and needs redis-server')
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

  const kept: Kept[] = []
  for (const service of describeServices({ ...stores, routerPort, webDir: undefined }, await choosePorts())) {
    const changes = [
      ...(service.name === 'compliance' ? [movedClock(clockFile)] : []),
      ...(bug?.service === service.name ? bug.changes : []),
    ]
    const own: NodeService = {
      ...service,
      environment: {
        ...service.environment,
        ...(await overLines(service, lineTo)),
        // Small, so that a subscriber who stops reading is soon one that is closed.
        ...(service.name === 'router' && { MAX_SOCKET_BUFFER_BYTES: '20000', MAX_SOCKETS_PER_SESSION: '100' }),
        ...(changes.length > 0 && {
          SOURCE_CHANGES: JSON.stringify(changes),
          NODE_OPTIONS: `--import ${pathToFileURL(join(projectRoot, 'platform/testing/faults/change-source.ts')).href}`,
        }),
      },
    }
    const running = await keepRunning(own.name, () => startNodeService(own, dataDir), report)
    stack.defer(() => running.stop())
    kept.push(running)
  }
  const isReady = async () => {
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    return answer?.status === 200
  }
  await waitUntil('the system to be ready', isReady, { deadlineMs: 90_000 }).catch((error: unknown) => {
    const logs = services.map((name) => `${name}:\n${lastLines(dataDir, name)}`)
    throw new Error(`The system does not start.\n${logs.join('\n')}`, { cause: error })
  })
  return {
    url,
    databaseUrl: stores.postgresUrl,
    processes: [...services, 'redis', 'postgres'],
    lines,
    isReady,
    async kill(name) {
      const pid = pidOf(dataDir, name)
      process.kill(pid, 'SIGKILL')
      await waitUntil(`${name} to be started again`, () => pidOf(dataDir, name) !== pid, { deadlineMs: 60_000 })
    },
    moveClock: (milliseconds) => writeFileSync(clockFile, String(milliseconds)),
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
    if (address !== undefined) changed[key] = await lineTo(name, to, address)
  }
  if (environment['SUBGRAPH_URLS'] !== undefined) {
    const addresses = Object.entries(JSON.parse(environment['SUBGRAPH_URLS']) as Record<string, string>)
    const over: Record<string, string> = {}
    for (const [subgraph, address] of addresses) over[subgraph] = await lineTo(name, subgraph, address)
    changed['SUBGRAPH_URLS'] = JSON.stringify(over)
  }
  return changed
}
