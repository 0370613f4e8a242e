import { waitUntil } from '@cma/testing/wait-until'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

type ProcessName = 'router' | 'identity' | 'cases' | 'compliance' | 'audit' | 'postgres' | 'redis'

/** Kills a process of the system outright; its supervisor starts another. */
export function kill(name: ProcessName): number {
  const pid = pidOf(name)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Resolves when another process has taken the killed one's place and the system is ready. */
export async function untilBack(name: ProcessName, killed: number): Promise<void> {
  await waitUntil(`${name} to be started again`, () => pidOf(name) !== killed, { deadlineMs: 60_000 })
  await waitUntil(
    'the system to be ready again',
    async () => (await fetch(`${inject('casework').url}/health/ready`)).status === 200,
    { deadlineMs: 60_000 },
  )
}

/**
 * Kills a process and keeps it away: its supervisor is held meanwhile, so that the outage lasts as long as a slow machine
 * needs to notice it. `end` lets it be started again and resolves when the system is ready.
 */
export function outageOf(name: ProcessName): Disposable & { end(): Promise<void> } {
  const supervisor = supervisorPid()
  process.kill(supervisor, 'SIGSTOP')
  const release = () => process.kill(supervisor, 'SIGCONT')
  const killed = kill(name)
  return {
    async end() {
      release()
      await untilBack(name, killed)
    },
    [Symbol.dispose]: release,
  }
}

/** Servers keep pid files of their own forms. */
function pidOf(name: ProcessName): number {
  if (name === 'postgres') return Number(inDataDir('postgres/postmaster.pid').split('\n')[0])
  if (name === 'redis') return Number(inDataDir('redis/server.pid'))
  return (JSON.parse(inDataDir(`run/${name}.pid`)) as { pid: number }).pid
}

function supervisorPid(): number {
  return (JSON.parse(inDataDir('run.json')) as { pid: number }).pid
}

function inDataDir(path: string): string {
  return readFileSync(join(inject('casework').dataDir, path), 'utf8')
}
