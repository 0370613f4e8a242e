import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** Whether a process of this id runs. One of another user counts as running. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The command line of a running process, arguments joined by spaces; empty when it cannot be read. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

/**
 * Whether a running process works in the folder, which tells our own servers from a stranger that was
 * given a forgotten process id. Where the system does not say, the command line must name the folder.
 */
export function worksIn(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return commandOf(pid).includes(folder)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder
  } catch {
    return false
  }
}

/** Asks a process to end, and kills it when it has not after the grace. Resolves when it is gone. */
export async function endProcess(
  pid: number,
  { signal = 'SIGTERM', graceMs = 5_000 }: { signal?: NodeJS.Signals; graceMs?: number } = {},
): Promise<void> {
  send(pid, signal)
  if (await goneWithin(pid, graceMs)) return
  send(pid, 'SIGKILL')
  if (!(await goneWithin(pid, 5_000))) throw new Error(`process ${pid} does not end, even after SIGKILL`)
}

// A process that ended but was not collected by its parent still answers kill(pid, 0); in a
// container whose first process collects nothing it would do so for ever.
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function goneWithin(pid: number, graceMs: number): Promise<boolean> {
  const deadline = performance.now() + graceMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await wait(20)
  }
  return true
}
