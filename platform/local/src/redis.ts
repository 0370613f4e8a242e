import { randomBytes } from 'node:crypto'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, openSync, closeSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis as Client } from 'ioredis'
import { freePort } from './free-port.ts'
import { findProgram } from './programs.ts'
import { commandOf, endProcess, isAlive, worksIn } from './processes.ts'

export type Redis = {
  url: string
  port: number
  pid: number
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<void>
  stop(): Promise<void>
}

export type RedisOptions = {
  /** Created when absent. Holds the append-only file and the server's log. */
  dataDir: string
  /** Default: a free one. */
  port?: number
  /** Default: a new one. A server that is restarted must be given its earlier one. */
  password?: string
  /** Whether data survives a restart; default true. Tests do without. */
  persistent?: boolean
}

/**
 * Starts `redis-server` on 127.0.0.1, where one is installed; else answers undefined, and the services
 * live in one process with ports of their own. A server that an earlier run left behind is ended first.
 */
export async function startRedis(options: RedisOptions): Promise<Redis | undefined> {
  const program = findProgram('redis-server')
  if (program === undefined) return undefined
  mkdirSync(options.dataDir, { recursive: true })
  chmodSync(options.dataDir, 0o700)
  const dataDir = realpathSync(resolve(options.dataDir))
  await endLeftoverRedis(dataDir)
  const port = options.port ?? (await freePort())
  const password = options.password ?? randomBytes(24).toString('base64url')
  const server = spawnServer(
    program,
    dataDir,
    configuration({ dataDir, port, password, persistent: options.persistent ?? true }),
  )
  const exited = once(server, 'exit').then(() => undefined)
  const url = `redis://:${password}@127.0.0.1:${port}`
  if (!(await answers(url, exited)))
    throw new Error(
      `Redis does not start on ${dataDir}:\n${readFileSync(join(dataDir, 'server.log'), 'utf8').slice(-2_000)}`,
    )
  return {
    url,
    port,
    pid: server.pid!,
    exited,
    async stop() {
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGTERM')
      await exited
    },
  }
}

function configuration({ dataDir, port, password, persistent }: Required<RedisOptions>): string {
  return [
    `bind 127.0.0.1`,
    `port ${port}`,
    `requirepass ${password}`,
    `dir ${JSON.stringify(dataDir)}`,
    `pidfile ${JSON.stringify(join(dataDir, 'server.pid'))}`,
    `save ""`,
    `appendonly ${persistent ? 'yes' : 'no'}`, // each write is handed to the system before its answer: kill -9 loses none
    `maxmemory-policy noeviction`, // sessions live here: full is an error to see, not a user signed out
  ].join('\n')
}

// The configuration goes in by standard input, so that the password stands in no process list.
function spawnServer(program: string, dataDir: string, config: string) {
  const log = openSync(join(dataDir, 'server.log'), 'w')
  const server = spawn(program, ['-'], { cwd: dataDir, detached: true, stdio: ['pipe', log, log] })
  closeSync(log)
  server.on('error', () => {}) // seen as the exit that follows
  server.stdin?.on('error', () => {})
  server.stdin?.end(config)
  return server
}

async function answers(url: string, exited: Promise<void>): Promise<boolean> {
  const client = new Client(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: null })
  client.on('error', () => {}) // refused until it listens
  try {
    return await Promise.race([
      client.ping().then(() => true),
      exited.then(() => false),
      wait(30_000, false, { ref: false }),
    ])
  } finally {
    client.disconnect()
  }
}

/** Ends the server of an earlier run that was killed. */
export async function endLeftoverRedis(dataDir: string): Promise<void> {
  const path = join(dataDir, 'server.pid')
  if (!existsSync(path)) return
  const pid = Number(readFileSync(path, 'utf8'))
  // The id may belong to another program by now; only a redis-server that works here is ours to end.
  if (pid && isAlive(pid) && /redis-server/.test(commandOf(pid)) && worksIn(pid, dataDir)) await endProcess(pid)
  rmSync(path, { force: true })
}
