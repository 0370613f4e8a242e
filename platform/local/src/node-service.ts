import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { machineEnvironment, projectRoot } from './environment.ts'
import type { Running } from './keep-running.ts'
import { commandOf, endProcess, isAlive } from './processes.ts'

export type NodeService = {
  name: string
  /** The TypeScript file to run, from the root of the clone. */
  entry: string
  args?: string[]
  environment: Record<string, string>
}

/** Longer than any request may take, so that a service that drains is not cut off. */
const graceMs = 10_000

/**
 * Runs a service as a process of its own, its output in `<data>/logs/<name>.log`. It ends when this process does,
 * however that ends; should it hang all the same, the next run ends it by its pid file.
 */
export async function startNodeService(
  { name, entry, args = [], environment }: NodeService,
  dataDir: string,
): Promise<Running> {
  const log = openSync(logFile(dataDir, name), 'a')
  const imports = [
    './platform/local/src/end-with-supervisor.ts',
    ...(environment['OTEL_EXPORTER_OTLP_ENDPOINT'] === undefined ? [] : ['./platform/runtime/src/telemetry.ts']),
  ].flatMap((path) => ['--import', path])
  const child = spawn(process.execPath, [...imports, entry, ...args], {
    cwd: projectRoot,
    env: { ...machineEnvironment, OTEL_SERVICE_NAME: name, ...environment },
    detached: true, // Ctrl-C is the supervisor's to hear, who stops services in their order
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const exited = once(child, 'exit').then(() => undefined)
  child.on('error', () => {}) // seen as the exit that follows
  if (child.pid === undefined) throw new Error(`no process could be started for ${entry}`)
  writeFileSync(pidFile(dataDir, name), JSON.stringify({ pid: child.pid, entry } satisfies PidFile))
  return {
    pid: child.pid,
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      await endProcess(child.pid!, { graceMs })
      await exited
      rmSync(pidFile(dataDir, name), { force: true })
    },
  }
}

/** The last lines that a service wrote, for a message about why it does not start. */
export function lastLines(dataDir: string, name: string, count = 15): string {
  const path = logFile(dataDir, name)
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n') : ''
}

export function prepareFolders(dataDir: string): void {
  for (const folder of ['logs', 'run']) mkdirSync(join(dataDir, folder), { recursive: true })
}

type PidFile = { pid: number; entry: string }

/** Ends services of an earlier run that was killed, should any have outlived it. */
export async function endLeftoverServices(dataDir: string): Promise<void> {
  for (const name of readdirSync(join(dataDir, 'run'))) {
    const path = join(dataDir, 'run', name)
    const { pid, entry } = readPidFile(path)
    // The id may belong to another program by now; the command line says whether it is this service.
    if (pid && isAlive(pid) && commandOf(pid).includes(entry)) await endProcess(pid)
    rmSync(path, { force: true })
  }
}

function readPidFile(path: string): PidFile {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PidFile
  } catch {
    return { pid: 0, entry: '' } // killed while writing it
  }
}

const logFile = (dataDir: string, name: string) => join(dataDir, 'logs', `${name}.log`)
const pidFile = (dataDir: string, name: string) => join(dataDir, 'run', `${name}.pid`)
