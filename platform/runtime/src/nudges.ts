import { EventEmitter } from 'node:events'
import type { Cluster, Redis } from 'ioredis'
import type { Logger } from './logger.ts'
import type { RedisConnection } from './redis-connection.ts'

/**
 * A nudge says that there may be something new; the truth is in the database. It may be lost or repeated, so whoever
 * listens also looks by itself every few seconds.
 */
export type Nudges = {
  /** Never throws and never waits for anybody. `payload` holds ids at most. */
  publish(channel: string, payload?: string): void
  /** The payload is undefined when nudges may have been missed. Resolves once listening; returns how to stop. */
  subscribe(channel: string, listener: (payload: string | undefined) => void): Promise<() => void>
}

export function createMemoryNudges(): Nudges {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    publish: (channel, payload = '') => void setImmediate(() => emitter.emit(channel, payload)),
    async subscribe(channel, listener) {
      emitter.on(channel, listener)
      return () => void emitter.off(channel, listener)
    },
  }
}

export function createRedisNudges({ commands, subscriber, sharded }: RedisConnection, logger: Logger): Nudges {
  const listeners = new Map<string, Set<(payload: string | undefined) => void>>()
  const tell = (channel: string, payload: string | undefined) => {
    for (const listener of listeners.get(channel) ?? []) listener(payload)
  }
  subscriber.on(sharded ? 'smessage' : 'message', (channel: string, payload: string) => tell(channel, payload))
  // After an outage: whatever was published meanwhile is gone, so everybody looks.
  let wasReady = false
  subscriber.on('ready', () => {
    if (wasReady) for (const channel of listeners.keys()) tell(channel, undefined)
    wasReady = true
  })
  const join = (channel: string) =>
    sharded ? (subscriber as Cluster).ssubscribe(channel) : (subscriber as Redis).subscribe(channel)
  const leave = (channel: string) =>
    sharded ? (subscriber as Cluster).sunsubscribe(channel) : (subscriber as Redis).unsubscribe(channel)
  return {
    publish(channel, payload = '') {
      const sent = sharded ? commands.spublish(channel, payload) : commands.publish(channel, payload)
      sent.catch(() => logger.debug({ channel }, 'a nudge was lost'))
    },
    async subscribe(channel, listener) {
      const present = listeners.get(channel)
      if (present) present.add(listener)
      else {
        listeners.set(channel, new Set([listener]))
        await untilJoined(() => join(channel))
      }
      return () => {
        const remaining = listeners.get(channel)
        remaining?.delete(listener)
        if (remaining?.size === 0) {
          listeners.delete(channel)
          leave(channel).catch(() => {})
        }
      }
    },
  }
}

// Redis may be away when a service starts: the service starts all the same and is nudged once Redis is there.
async function untilJoined(join: () => Promise<unknown>): Promise<void> {
  try {
    await join()
  } catch {
    setTimeout(() => void untilJoined(join), 1_000).unref()
  }
}
