import { readFile, stat } from 'node:fs/promises'

/** A file that is read again when it has changed, such as a key that is replaced while the service runs. */
export type ChangingFile<Value> = {
  current(): Value
  /** Goes up with every change. */
  readonly version: number
  /** Looks in the background, when the last look is `lookMs` ago. */
  lookIfDue(): void
  /** Looks now; resolves with whether there was a change. */
  look(): Promise<boolean>
}

/**
 * Looks at the file, at most every `lookMs`, when it is asked to: a watcher would miss files that are mounted into a container,
 * and a timer would have to be stopped. A file that cannot be read leaves in force what was read before.
 * @throws when the first reading fails
 */
export async function openChangingFile<Value>(
  path: string,
  read: (text: string) => Value | Promise<Value>,
  { lookMs = 2_000, now = Date.now }: { lookMs?: number; now?: () => number } = {},
): Promise<ChangingFile<Value>> {
  const stampNow = async () => {
    const { mtimeMs, size, ino } = await stat(path)
    return `${mtimeMs} ${size} ${ino}`
  }
  let stamp = await stampNow()
  let value = await read(await readFile(path, 'utf8'))
  let version = 0
  let lookedAt = now()
  let looking: Promise<boolean> | undefined

  const lookOnce = async () => {
    lookedAt = now()
    try {
      const seen = await stampNow()
      if (seen === stamp) return false
      value = await read(await readFile(path, 'utf8'))
      stamp = seen
      version += 1
      return true
    } catch {
      return false // half written, perhaps: the next look finds it whole
    } finally {
      looking = undefined
    }
  }
  const look = () => (looking ??= lookOnce())
  return {
    current: () => value,
    get version() {
      return version
    },
    lookIfDue() {
      if (now() - lookedAt >= lookMs) void look()
    },
    look,
  }
}
