import { watchFile, unwatchFile } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Logger } from '@cma/runtime/logger'

/** Reloads when the file changes. A file that does not load leaves the old supergraph in force. Returns how to stop. */
export function watchSupergraph(
  file: string,
  { reload, logger, intervalMs = 2_000 }: { reload(sdl: string): void; logger: Logger; intervalMs?: number },
): () => void {
  // By looking, not by file-system events: those do not arrive for files mounted into a container.
  const look = async (current: { mtimeMs: number }, previous: { mtimeMs: number }) => {
    if (current.mtimeMs === previous.mtimeMs || current.mtimeMs === 0) return
    try {
      reload(await readFile(file, 'utf8'))
      logger.info('the supergraph was reloaded')
    } catch (error) {
      logger.error({ err: error }, 'the changed supergraph does not load; the one before stays in force')
    }
  }
  const listener = (current: { mtimeMs: number }, previous: { mtimeMs: number }) => void look(current, previous)
  watchFile(file, { interval: intervalMs, persistent: false }, listener)
  return () => unwatchFile(file, listener)
}
