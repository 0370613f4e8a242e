import { readFileSync } from 'node:fs'

/** The environment with which a process was started, but for what only it can use. Linux. */
export function environmentOf(pid: number): Record<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean)
  return Object.fromEntries(
    entries
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])
      .filter(([key]) => !key!.startsWith('NODE_CHANNEL')), // a descriptor of that process
  )
}
