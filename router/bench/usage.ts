/** What a process costs and how busy a core was, from Linux's /proc. */
import { readFileSync } from 'node:fs'

/** CPU time is counted in ticks of 1/100 s on every Linux that Node runs on. */
const ticksPerSecond = 100

/** CPU time of the process with all its threads so far, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in parentheses, may hold spaces; user and system time are fields 14 and 15 of the line.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Resident memory now and at its highest, in MB. */
export function memoryMb(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_024
  return { now: read('VmRSS'), peak: read('VmHWM') }
}

/** Busy seconds of a core so far, by whoever. */
export function coreBusySeconds(core: number): number {
  const line = readFileSync('/proc/stat', 'utf8')
    .split('\n')
    .find((candidate) => candidate.startsWith(`cpu${core} `))
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (line ?? '')
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return (user + nice + system + irq + softirq + steal) / ticksPerSecond
}

export interface Cost {
  /** CPU time of the router's process, in seconds. */
  cpuSeconds: number
  /** Share of its core that the router used. */
  routerShare: number
  /** Share of the router's core that went to anything else: above a few per cent, the figure is disturbed. */
  othersShare: number
  /** Share of the load's core that was busy: near 1, the load and not the router may have been the limit. */
  loadShare: number
}

/** Begins to measure; the returned function ends it. */
export function measureCost(pid: number, cores: { routers: number; load: number }): () => Cost {
  const read = () => ({
    at: performance.now() / 1_000,
    router: cpuSeconds(pid),
    core: coreBusySeconds(cores.routers),
    load: coreBusySeconds(cores.load),
  })
  const before = read()
  return () => {
    const after = read()
    const seconds = after.at - before.at
    const used = after.router - before.router
    return {
      cpuSeconds: used,
      routerShare: used / seconds,
      othersShare: Math.max(0, (after.core - before.core - used) / seconds),
      loadShare: (after.load - before.load) / seconds,
    }
  }
}
