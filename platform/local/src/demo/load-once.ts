import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineEnvironment, projectRoot } from '../environment.ts'
import { choosePorts, describeServices, type Surroundings } from '../services.ts'
import { freePort } from '../free-port.ts'
import type { Stores, SystemOptions } from '../system.ts'

type Mark = { state: 'loading' | 'loaded' }

/**
 * Fills an empty system with the demo, through the services' own commands, before anybody can reach it.
 * A process of its own hosts them meanwhile, with a clock that lives through the months before today.
 */
export async function loadDemoOnce(stores: Stores, { dataDir, report }: SystemOptions): Promise<void> {
  if (readMark(dataDir) !== undefined) return
  report('Making the demo: two centres, 40 cases and their history')
  writeMark(dataDir, 'loading')
  // In memory: nothing that the clock of the past leaves in Redis would be right afterwards.
  const surroundings: Surroundings = {
    ...stores,
    redisUrl: undefined,
    routerPort: await freePort(),
    webDir: undefined,
    logLevel: 'warn',
  }
  const services = describeServices(surroundings, await choosePorts())
  await runLoader({
    SERVICE_ENVIRONMENTS: JSON.stringify(
      Object.fromEntries(services.map(({ name, environment }) => [name, environment])),
    ),
    SUPERUSER_DATABASE_URL: stores.postgresUrl,
  })
  writeMark(dataDir, 'loaded')
}

/** A demo that was cut short is half a demo, and nobody has worked with it: the next start begins with an empty database. */
export function discardHalfDemo(dataDir: string): void {
  if (readMark(dataDir)?.state !== 'loading') return
  for (const folder of ['postgres', 'redis']) rmSync(join(dataDir, folder), { recursive: true, force: true })
  rmSync(markFile(dataDir))
}

async function runLoader(environment: Record<string, string>): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', './platform/local/src/end-with-supervisor.ts', 'platform/local/src/demo/load.ts'],
    {
      cwd: projectRoot,
      env: { ...machineEnvironment, ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  )
  const code = await new Promise((resolve, reject) =>
    child.once('error', reject).once('exit', (status, signal) => resolve(status ?? signal)),
  )
  if (code !== 0)
    throw new Error(
      `The demo could not be made (${String(code)}); the lines above say why. The next start tries again, with an empty database.`,
    )
}

function readMark(dataDir: string): Mark | undefined {
  return existsSync(markFile(dataDir)) ? (JSON.parse(readFileSync(markFile(dataDir), 'utf8')) as Mark) : undefined
}

function writeMark(dataDir: string, state: Mark['state']): void {
  writeFileSync(markFile(dataDir), JSON.stringify({ state } satisfies Mark))
}

const markFile = (dataDir: string) => join(dataDir, 'demo.json')
