import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { hastenShutdown } from './hasten-shutdown.ts'
import { postgresBinaries, postgresIdentity, type Identity } from './postgres-binaries.ts'
import { commandOf, endProcess, isAlive, worksIn } from './processes.ts'

export type Postgres = {
  /** Of the superuser, database `cma`: for migrations and tests. The services have roles of their own. */
  url: string
  port: number
  pid: number
  /** Resolves when the server has ended, whoever ended it. */
  exited: Promise<void>
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** Created when absent. Holds the cluster, its superuser's password and the server's log. */
  dataDir: string
  /** Default: a free one. */
  port?: number
  /** Server settings, as in postgresql.conf. */
  settings?: Record<string, string>
}

const superuser = 'cma'

/**
 * Starts PostgreSQL 15 on 127.0.0.1 over a data directory of its own, as root or not.
 * A server that an earlier run left behind on the same directory is ended first.
 */
export async function startPostgres({ port, settings = {}, ...options }: PostgresOptions): Promise<Postgres> {
  const dataDir = existsSync(options.dataDir) ? realpathSync(options.dataDir) : resolve(options.dataDir)
  const identity = postgresIdentity()
  const binaries = await postgresBinaries(identity)
  await endLeftoverPostgres(dataDir)
  createCluster(dataDir, binaries, identity)
  const chosen = port ?? (await freePort())
  const server = await startServer({ dataDir, binaries, identity, port: chosen, settings })
  const unwatch = hastenShutdown({
    state: () => readPidFile(dataDir)[7]?.trim(),
    end: () => server.kill('SIGINT'),
  })
  const exited = once(server, 'exit').then(unwatch)
  const password = readFileSync(join(dataDir, 'superuser-password'), 'utf8')
  return {
    url: `postgresql://${superuser}:${password}@127.0.0.1:${chosen}/${superuser}`,
    port: chosen,
    pid: server.pid!,
    exited,
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything committed is on disk.
      if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT')
      await exited
    },
  }
}

async function startServer(options: {
  dataDir: string
  binaries: string
  identity: Identity
  port: number
  settings: Record<string, string>
}): Promise<ChildProcess> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const server = launch(options)
    if (await becomesReady(server, options.dataDir, deadline)) return server
    const log = readLog(options.dataDir)
    // The backends of a killed server need a moment to notice; recovery may start only after them.
    const mayPass = /shared memory block .* still in use|lock file .* already exists/.test(log)
    if (!mayPass || performance.now() > deadline)
      throw new Error(`PostgreSQL does not start on ${options.dataDir}:\n${log}`)
    await wait(250)
  }
}

function launch({ dataDir, binaries, identity, port, settings }: Parameters<typeof startServer>[0]): ChildProcess {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '300', ...settings }
  const log = openSync(join(dataDir, 'server.log'), 'w')
  const folder = openFolder(dataDir, identity)
  const server = spawn(
    join(binaries, 'postgres'),
    [
      '-D',
      folder.path,
      '-p',
      String(port),
      ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Its own session: Ctrl-C in the terminal must not end the database before the services.
    { ...identity, ...plainEnvironment, detached: true, stdio: ['ignore', log, log, folder.fd] },
  )
  server.on('error', () => {}) // seen as the exit that follows
  closeSync(log)
  closeSync(folder.fd)
  return server
}

// The eighth line of postmaster.pid is the server's own word for its state.
async function becomesReady(server: ChildProcess, dataDir: string, deadline: number): Promise<boolean> {
  while (
    server.exitCode === null &&
    server.signalCode === null &&
    server.pid !== undefined &&
    performance.now() < deadline
  ) {
    const state = readPidFile(dataDir)
    if (Number(state[0]) === server.pid && state[7]?.trim() === 'ready') return true
    await wait(10)
  }
  server.kill('SIGKILL')
  return false
}

/** Ends the server of an earlier run that was killed, and removes a lock file that belongs to nobody. */
export async function endLeftoverPostgres(dataDir: string): Promise<void> {
  const pid = Number(readPidFile(dataDir)[0])
  if (!pid) return
  // The id may long belong to another program: only a postgres on this very directory is ours to end.
  if (isAlive(pid) && /postgres/.test(commandOf(pid)) && worksIn(pid, dataDir))
    await endProcess(pid, { signal: 'SIGINT', graceMs: 10_000 })
  rmSync(join(dataDir, 'postmaster.pid'), { force: true })
}

/** Made beside its place and moved there when whole: a start that was killed leaves no half cluster. */
function createCluster(dataDir: string, binaries: string, identity: Identity): void {
  if (existsSync(join(dataDir, 'PG_VERSION'))) return
  mkdirSync(dirname(dataDir), { recursive: true })
  const fresh = `${dataDir}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh)
  chmodSync(fresh, 0o700) // not through mkdir's mode, which would close the parents as well
  if (identity) chownSync(fresh, identity.uid, identity.gid)
  const password = randomBytes(24).toString('base64url')
  const passwordFolder = mkdtempSync(join(tmpdir(), 'cma-'))
  const passwordFile = join(passwordFolder, 'password')
  const folder = openFolder(fresh, identity)
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    for (const path of identity ? [passwordFolder, passwordFile] : []) chownSync(path, identity!.uid, identity!.gid)
    execFileSync(
      join(binaries, 'initdb'),
      [
        '-D',
        folder.path,
        '-U',
        superuser,
        `--pwfile=${passwordFile}`,
        '-A',
        'scram-sha-256',
        '-E',
        'UTF8',
        '--locale=C',
      ],
      {
        ...identity,
        ...plainEnvironment,
        stdio: ['ignore', 'ignore', 'pipe', folder.fd],
      },
    )
    createDatabase(folder, binaries, identity)
  } finally {
    closeSync(folder.fd)
    rmSync(passwordFolder, { recursive: true })
  }
  writeFileSync(join(fresh, 'superuser-password'), password, { mode: 0o600 })
  rmSync(dataDir, { recursive: true, force: true })
  renameSync(fresh, dataDir)
}

// The single-user mode makes the database before the server listens, so that `url` is true from the start.
function createDatabase(folder: Folder, binaries: string, identity: Identity): void {
  execFileSync(join(binaries, 'postgres'), ['--single', '-D', folder.path, 'postgres'], {
    ...identity,
    ...plainEnvironment,
    input: `create database ${superuser}\n`,
    stdio: ['pipe', 'ignore', 'pipe', folder.fd],
  })
}

type Folder = { path: string; fd: number }

// "nobody" cannot walk to a data directory below /root. On Linux it need not: it inherits the open
// directory as descriptor 3, and /proc/self/fd leads straight to it. The data stays where it was asked to be.
function openFolder(path: string, identity: Identity): Folder {
  const fd = openSync(path, 'r')
  return { fd, path: identity && process.platform === 'linux' ? '/proc/self/fd/3' : path }
}

// PostgreSQL reads PG* variables, and macOS refuses to start it without a valid locale.
const plainEnvironment = { cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } }

function readPidFile(dataDir: string): string[] {
  const path = join(dataDir, 'postmaster.pid')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
}

function readLog(dataDir: string): string {
  const path = join(dataDir, 'server.log')
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-4_000) : ''
}
