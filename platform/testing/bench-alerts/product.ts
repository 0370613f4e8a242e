import { readFileSync, readdirSync } from 'node:fs'
import { cpuSeconds, memoryMb } from '@cma/router/bench/usage'
import { pidOf, type ProcessName } from '../src/process-ids.ts'

export const processNames = ['router', 'identity', 'cases', 'compliance', 'audit', 'postgres', 'redis'] as const

/** CPU time of each of the product's processes so far, seconds; PostgreSQL with all its connections. */
export type Cpu = Record<ProcessName, number>

export function cpuOf(dataDir: string): Cpu {
  return eachProcess((name) => sumOf(dataDir, name, cpuSeconds))
}

/** CPU time since then, all processes together. */
export function cpuSince(dataDir: string, before: Cpu): { total: number; each: Cpu } {
  const after = cpuOf(dataDir)
  const each = eachProcess((name) => after[name] - before[name])
  return { total: Object.values(each).reduce((sum, one) => sum + one, 0), each }
}

/** Milliseconds each. */
export function perMessage(cpu: Cpu, messages: number): Cpu {
  return eachProcess((name) => (cpu[name] * 1_000) / messages)
}

/** Resident memory, MB. PostgreSQL's processes share theirs, so that it would be counted many times: it is left out. */
export function memoryOf(dataDir: string): number {
  return processNames
    .filter((name) => name !== 'postgres')
    .reduce((sum, name) => sum + memoryMb(pidOf(dataDir, name)).now, 0)
}

function eachProcess(of: (name: ProcessName) => number): Cpu {
  return Object.fromEntries(processNames.map((name) => [name, of(name)])) as Cpu
}

function sumOf(dataDir: string, name: ProcessName, of: (pid: number) => number): number {
  const pid = pidOf(dataDir, name)
  const pids = name === 'postgres' ? [pid, ...childrenOf(pid)] : [pid]
  return pids.reduce((sum, one) => sum + ofLiving(one, of), 0)
}

/** A connection that has just ended no longer says what it cost. */
function ofLiving(pid: number, of: (pid: number) => number): number {
  try {
    return of(pid)
  } catch {
    return 0
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => ofLiving(pid, parentOf) === parent)
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}
