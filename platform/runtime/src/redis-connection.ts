import { Cluster, Redis } from 'ioredis'
import type { Logger } from './logger.ts'

export type RedisConnection = {
  /** For commands. */
  commands: Redis | Cluster
  /** A connection of its own: one that subscribes can do nothing else. On a cluster the same client serves both. */
  subscriber: Redis | Cluster
  sharded: boolean
  healthy(): Promise<boolean>
  close(): Promise<void>
}

/** Opens `redis://host:port`, or a cluster when several addresses are given, separated by commas. */
export function connectRedis(url: string, logger: Logger): RedisConnection {
  const addresses = url.split(',')
  const sharded = addresses.length > 1
  const open = () => (sharded ? openCluster(addresses) : openSingle(url))
  const commands = open()
  const subscriber = sharded ? commands : open()
  for (const client of new Set([commands, subscriber])) logOutages(client, logger)
  return {
    commands,
    subscriber,
    sharded,
    healthy: () => Promise.race([commands.ping().then(() => true), giveUp()]).catch(() => false),
    async close() {
      for (const client of new Set([commands, subscriber])) client.disconnect()
    },
  }
}

/** For what is not worth waiting for: commands fail at once while Redis is away, and after `commandMs` when it does not answer. */
export function connectHastily(url: string, { commandMs }: { commandMs: number }): Redis | Cluster {
  const addresses = url.split(',')
  const client = addresses.length > 1 ? openCluster(addresses, { commandMs }) : openSingle(url, { commandMs })
  client.on('error', () => {}) // whoever asks is told; outages are logged by connectRedis
  return client
}

function logOutages(client: Redis | Cluster, logger: Logger): void {
  let down = false
  // Said once for each outage; ioredis reconnects by itself.
  client.on('error', () => {
    if (!down) logger.warn('Redis is not reachable')
    down = true
  })
  client.on('ready', () => {
    if (down) logger.info('Redis is reachable again')
    down = false
  })
}

type Haste = { commandMs?: number }

const hasty = (commandMs: number) => ({
  commandTimeout: commandMs,
  maxRetriesPerRequest: 0,
  // What was sent before an outage must not be done after it, when nobody waits for it any more.
  autoResendUnfulfilledCommands: false,
})

function openSingle(url: string, { commandMs }: Haste = {}): Redis {
  // Commands fail quickly while Redis is down instead of waiting for it.
  return new Redis(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: 2_000,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
    autoResubscribe: true,
    enableAutoPipelining: true, // commands of one tick travel together
    autoPipeliningIgnoredCommands: ['mget'], // several look-ups together already
    ...(commandMs !== undefined && { ...hasty(commandMs), enableOfflineQueue: false }),
  })
}

function openCluster(addresses: string[], { commandMs }: Haste = {}): Cluster {
  const nodes = addresses.map((address) => new URL(address))
  const { username, password, protocol } = nodes[0]!
  return new Cluster(
    nodes.map((node) => ({ host: node.hostname, port: Number(node.port || 6379) })),
    {
      redisOptions: {
        ...(username !== '' && { username: decodeURIComponent(username) }),
        ...(password !== '' && { password: decodeURIComponent(password) }),
        ...(protocol === 'rediss:' && { tls: {} }),
        ...(commandMs !== undefined && hasty(commandMs)),
      },
      // What it took for a failover without an error at the client.
      maxRedirections: 100,
      retryDelayOnMoved: 100,
      retryDelayOnFailover: 100,
      retryDelayOnClusterDown: 100,
      shardedSubscribers: true,
      ...(commandMs !== undefined && { maxRedirections: 3, enableOfflineQueue: false }),
    },
  )
}

function giveUp(): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), 1_000).unref()
  })
}
