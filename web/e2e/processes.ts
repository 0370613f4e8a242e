import { waitUntil } from '@cma/testing/wait-until'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

type Service = 'router' | 'identity' | 'cases' | 'compliance' | 'audit'

/** Kills a process of the system outright; its supervisor starts another. */
export function kill(name: Service): number {
  const pid = pidOf(name)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** Resolves when another process has taken the killed one's place and the system is ready. */
export async function untilBack(name: Service, killed: number): Promise<void> {
  await waitUntil(`${name} to be started again`, () => pidOf(name) !== killed, { deadlineMs: 30_000 })
  await waitUntil(
    'the system to be ready again',
    async () => (await fetch(`${inject('casework').url}/health/ready`)).status === 200,
    { deadlineMs: 30_000 },
  )
}

function pidOf(name: Service): number {
  return (JSON.parse(readFileSync(join(inject('casework').dataDir, `run/${name}.pid`), 'utf8')) as { pid: number }).pid
}
