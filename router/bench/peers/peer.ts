/** A router under measurement: a process of its own, pinned to the routers' core. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pinned, type Cores } from '../cores.ts'
import type { Operation, OperationName } from '../operations.ts'

export type PeerName = 'this' | 'thisCached' | 'apollo' | 'hive' | 'hiveShared'

/** How to run a peer; `{port}` and `{supergraph}` in its arguments and environment are filled in. */
export interface PeerKind {
  name: PeerName
  label: string
  /** Node's arguments, the entry file first, relative to `router/`. */
  command: readonly string[]
  subscriptions: boolean
  /** Gets these operations alone. */
  only?: readonly OperationName[]
  environment?: Record<string, string>
  /** What a client sends with its requests, or to open its WebSocket: such as a session's cookie. */
  headersFor?: (client: number) => Record<string, string>
}

export interface Peer extends PeerKind {
  port: number
  pid: number
  stop: () => Promise<void>
}

const routerFolder = fileURLToPath(new URL('../..', import.meta.url))
const startWithinMs = 60_000

/** Starts the peer and waits until it answers a query. */
export async function startPeer(
  kind: PeerKind,
  options: { port: number; supergraph: string; cores: Cores },
): Promise<Peer> {
  const fill = (text: string) =>
    text.replace('{port}', String(options.port)).replace('{supergraph}', options.supergraph)
  const environment = Object.entries(kind.environment ?? {}).map(([name, value]) => [name, fill(value)])
  const [command, ...rest] = pinned(options.cores.routers, [process.execPath, ...kind.command.map(fill)])
  const child = spawn(command, rest, {
    cwd: routerFolder,
    env: {
      PATH: '/usr/bin:/bin',
      NODE_ENV: 'production',
      APOLLO_TELEMETRY_DISABLED: 'true',
      ...Object.fromEntries(environment),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-4_000)))
  try {
    await answers(child, options.port, kind.headersFor?.(0))
  } catch (error) {
    await stop(child)
    throw new Error(`${kind.label} did not start: ${String(error)}\n${complaints}`, { cause: error })
  }
  return { ...kind, port: options.port, pid: child.pid as number, stop: () => stop(child) }
}

/** Asks a router once, with the operation's `nth` variables. */
export async function ask(peer: Peer, operation: Operation, nth: number): Promise<{ status: number; body: Buffer }> {
  const response = await fetch(`http://127.0.0.1:${peer.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...peer.headersFor?.(0) },
    body: JSON.stringify({ query: operation.query, variables: operation.variables[nth] }),
  })
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) }
}

async function answers(child: ChildProcess, port: number, headers: Record<string, string> = {}): Promise<void> {
  const deadline = Date.now() + startWithinMs
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    if (Date.now() > deadline) throw new Error(`no answer within ${startWithinMs / 1_000} s`)
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ __typename }"}',
    }).catch(() => undefined)
    if (response?.ok && ((await response.json()) as { data?: unknown }).data) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await gone
  clearTimeout(force)
}
