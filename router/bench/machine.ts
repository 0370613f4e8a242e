/** What the figures were measured on, in words that name no machine. */
import { cpus, totalmem, type } from 'node:os'

export function describeMachine(): string {
  const model = (cpus()[0]?.model ?? 'unknown processor').trim()
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${model}, ${cpus().length} cores, ${memoryGb} GB memory, ${type()}, Node ${process.versions.node}`
}
