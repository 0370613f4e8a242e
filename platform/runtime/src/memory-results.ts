import { newId } from './new-id.ts'
import { changeMs, changing, tagTtlMs, type Results, type TagVersion } from './results.ts'

type Tag = { version: string | undefined; changes: Map<string, number>; expiresAt: number }

/** The same promises within one process. Keeps at most `maxBytes` of values, those used last. */
export function createMemoryResults({
  now = Date.now,
  maxBytes = 32_000_000,
}: { now?: () => number; maxBytes?: number } = {}): Results {
  const tags = new Map<string, Tag>()
  const values = new Map<string, { value: Buffer; expiresAt: number }>()
  let bytes = 0
  let writes = 0

  const live = (name: string): Tag | undefined => {
    const tag = tags.get(name)
    if (!tag) return undefined
    for (const [change, deadline] of tag.changes) if (deadline <= now()) tag.changes.delete(change)
    if (tag.expiresAt > now() && (tag.version !== undefined || tag.changes.size > 0)) return tag
    tags.delete(name)
    return undefined
  }
  const versionOf = (name: string): TagVersion => {
    const tag = live(name)
    return tag && tag.changes.size > 0 ? changing : tag?.version
  }
  const put = (name: string, tag: Tag) => {
    tags.set(name, tag)
    writes += 1
    if (writes % 10_000 === 0) for (const other of tags.keys()) live(other)
  }
  const forget = (key: string) => {
    bytes -= values.get(key)?.value.length ?? 0
    values.delete(key)
  }
  const recall = (key: string): Buffer | undefined => {
    const kept = values.get(key)
    if (!kept) return undefined
    values.delete(key)
    if (kept.expiresAt <= now()) bytes -= kept.value.length
    else values.set(key, kept)
    return values.get(key)?.value
  }
  const settle = (name: string, change: string) => {
    const changes = live(name)?.changes ?? new Map<string, number>()
    changes.delete(change)
    // While others change it, there is no version; the last of them gives it one.
    put(name, { version: changes.size > 0 ? undefined : newId(), changes, expiresAt: now() + tagTtlMs })
  }

  return {
    read: async (asked) => ({ versions: asked.tags.map(versionOf), values: asked.keys.map(recall) }),
    begin: async (names) =>
      names.map((name) => {
        if (!live(name)) put(name, { version: newId(), changes: new Map(), expiresAt: now() + tagTtlMs })
        return versionOf(name)
      }),
    async keep(key, value, ttlMs) {
      forget(key)
      values.set(key, { value, expiresAt: now() + ttlMs })
      bytes += value.length
      for (const oldest of values.keys()) {
        if (bytes <= maxBytes) break
        forget(oldest)
      }
    },
    async announce(names, change) {
      const deadline = now() + changeMs
      for (const name of names) {
        const changes = live(name)?.changes ?? new Map<string, number>()
        put(name, { version: undefined, changes: changes.set(change, deadline), expiresAt: deadline })
      }
    },
    async settle(names, change) {
      for (const name of names) settle(name, change)
    },
    async renew(names) {
      for (const name of names) settle(name, '')
    },
    ping: async () => {},
    losses: () => 0,
    close: () => {},
  }
}
