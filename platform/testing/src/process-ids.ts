import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A process of the system, as `<data>/run` and the servers' own pid files know it. */
export type ProcessName = 'router' | 'identity' | 'cases' | 'compliance' | 'audit' | 'postgres' | 'redis'

export function pidOf(dataDir: string, name: string): number {
  if (name === 'postgres') return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
  if (name === 'redis') return Number(readFileSync(join(dataDir, 'redis/server.pid'), 'utf8'))
  return (JSON.parse(readFileSync(join(dataDir, `run/${name}.pid`), 'utf8')) as { pid: number }).pid
}
