/**
 * Who runs on which core: routers on one, and everything that loads them on another, so that the work of neither
 * slows the other and every router has exactly one core.
 */
import { spawnSync } from 'node:child_process'

export interface Cores {
  /** The core of the measured routers; only one of them is under load at a time. */
  routers: number
  /** The core of the subgraphs and of the load generator. */
  load: number
}

/** The first two cores this process may use. Throws an explanation where pinning is not possible. */
export function chooseCores(): Cores {
  const said = spawnSync('taskset', ['-pc', String(process.pid)], { encoding: 'utf8' })
  if (said.status !== 0) {
    throw new Error(
      'The benchmark pins processes to cores with taskset and reads /proc, so it needs Linux. On Debian, taskset is in the package util-linux.',
    )
  }
  const [routers, load] = parseCoreList(said.stdout.split(':').at(-1) ?? '')
  if (routers === undefined || load === undefined) {
    throw new Error('The benchmark needs two cores: one for the router, one for its load. This machine gives it one.')
  }
  return { routers, load }
}

/** `taskset`'s list of cores, such as `0-3,8`. */
export function parseCoreList(list: string): number[] {
  return [...list.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, first, last = first]) => {
    const from = Number(first)
    return Array.from({ length: Number(last) - from + 1 }, (_, index) => from + index)
  })
}

export function pinned(core: number, command: readonly string[]): [string, ...string[]] {
  return ['taskset', '-c', String(core), ...command]
}

/** Moves a process, with all threads it has now, to a core; what it starts later follows. */
export function moveToCore(core: number, pid: number): void {
  const { status, stderr } = spawnSync('taskset', ['-acp', String(core), String(pid)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`taskset could not move process ${pid}: ${stderr}`)
}
