import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { demoPassword } from '@cma/local/accounts'
import { machineEnvironment, projectRoot } from '@cma/local/environment'
import { freePort } from '@cma/local/free-port'
import { graphqlClient, type Client } from './client.ts'
import { pidOf, type ProcessName } from './process-ids.ts'
import { copyWithOwners, digestOf, keptFolder } from './test-cache.ts'
import { waitUntil } from './wait-until.ts'

export type TestSystem = AsyncDisposable & {
  url: string
  port: number
  dataDir: string
  supervisorPid: number
  /** What it printed so far. */
  output(): string
  pidOf(name: ProcessName): number
  /** Kills a process outright; resolves when another has taken its place and the system is ready again. */
  kill(name: ProcessName): Promise<void>
  /** Signs in through the door that people use. */
  signIn(email: string): Promise<SignedIn>
}

export type SignedIn = Client & { cookie: string; email: string }

export type SystemOptions = { dataDir?: string; port?: number; environment?: Record<string, string> }

/**
 * What `npm start` starts, on a port of its own; ready when this resolves. Without a data directory it gets a copy of
 * the demo that is made once for this state of the code; with one, it starts on whatever is there.
 */
export async function startSystem({ dataDir, port, environment = {} }: SystemOptions = {}): Promise<TestSystem> {
  const ownFolder = dataDir ?? (await copyOfDemo())
  const ownPort = port ?? (await freePort())
  const url = `http://127.0.0.1:${ownPort}`
  let output = ''
  const child = spawn(process.execPath, ['platform/local/src/start.ts'], {
    cwd: projectRoot,
    env: {
      ...machineEnvironment,
      NODE_ENV: 'test',
      ...environment,
      PORT: String(ownPort),
      CMA_DATA_DIR: ownFolder,
      CMA_OPEN_BROWSER: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const end = async () => {
    await endWith(child, 'SIGTERM')
    if (dataDir === undefined) rmSync(ownFolder, { recursive: true, force: true })
  }
  await untilPrinted(child, () => output, /Ready: http/).catch(async (error: unknown) => {
    await end()
    throw error
  })
  return {
    url,
    port: ownPort,
    dataDir: ownFolder,
    supervisorPid: child.pid!,
    output: () => output,
    pidOf: (name) => pidOf(ownFolder, name),
    async kill(name) {
      const before = pidOf(ownFolder, name)
      process.kill(before, 'SIGKILL')
      await waitUntil(`${name} to be started again`, () => pidOf(ownFolder, name) !== before, { deadlineMs: 60_000 })
      await waitUntil('the system to be ready again', () => isReady(url), { deadlineMs: 30_000 })
    },
    signIn: (email) => signIn(url, email),
    [Symbol.asyncDispose]: end,
  }
}

/** A data folder of one's own with the demo in it. Spaces in its path, as a user's may have. */
export async function copyOfDemo(): Promise<string> {
  const digest = digestOf(
    'prisma/**/*.{sql,prisma}',
    'platform/local/src/**/*.ts',
    'subgraphs/*/schema.graphql',
    'subgraphs/*/reference-data/**/*.yaml',
  )
  const demo = await keptFolder('demo', digest, async (folder) => {
    const system = await startSystem({ dataDir: join(folder, 'data') })
    await system[Symbol.asyncDispose]()
  })
  const folder = mkdtempSync(join(tmpdir(), 'cma system '))
  copyWithOwners(join(demo, 'data'), folder)
  return folder
}

/** Signs in with the demo's password; the client keeps the cookie, over HTTP and over WebSocket. */
export async function signIn(url: string, email: string): Promise<SignedIn> {
  const response = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: demoPassword }),
  })
  if (response.status !== 200)
    throw new Error(`${email} could not sign in: ${response.status} ${await response.text()}`)
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return { ...graphqlClient({ url: `${url}/graphql`, headers: async () => ({ cookie }) }), cookie, email }
}

async function isReady(url: string): Promise<boolean> {
  return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).status === 200
}

async function untilPrinted(
  child: ChildProcess,
  output: () => string,
  wanted: RegExp,
  deadlineMs = 240_000,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const look = () => wanted.test(output()) && resolve()
  child.stdout?.on('data', look)
  child.once('exit', (code, signal) => reject(new Error(`npm start ended (${code ?? signal}):\n${output()}`)))
  const timer = setTimeout(
    () => reject(new Error(`npm start is not ready after ${deadlineMs / 1_000} s:\n${output()}`)),
    deadlineMs,
  )
  await promise.finally(() => clearTimeout(timer))
}

async function endWith(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await ended
}
