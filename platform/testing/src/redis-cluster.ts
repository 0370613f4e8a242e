import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '@cma/local/free-port'
import { waitUntil } from './wait-until.ts'

/** A Redis Cluster of three masters, each with a replica that takes its place when it ends. */
export interface RedisCluster extends AsyncDisposable {
  /** The addresses of all nodes, as REDIS_URL has them. */
  url: string
  /**
   * Kills (`kill -9`) a master that has a replica: the first one, or that of `which` (0 to 1). Resolves once the replica has
   * taken over and the cluster has all its slots again.
   */
  failOver(which?: number): Promise<void>
  /** Starts again what was killed; resolves once each node follows the master that took its place. */
  restore(): Promise<void>
}

interface Node {
  folder: string
  port: number
  busPort: number
  server: ChildProcess
  ask(...command: (string | number)[]): Promise<string>
}

const slots = 16_384
const run = promisify(execFile)

/** Six servers of redis-server; `folder` holds their files, and goes with them. */
export async function redisCluster(folder: string): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: 6 }, (_, at) => aNode(path.join(folder, `node-${at}`))))
  await join(nodes)
  const kill = async (node: Node) => {
    if (!isAlive(node)) return
    const exited = once(node.server, 'exit')
    node.server.kill('SIGKILL')
    await exited
  }
  const allServed = async () => {
    for (const node of nodes.filter(isAlive)) await waitUntil('all slots to be served', () => isWhole(node), patient)
  }
  return {
    url: nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(','),
    async failOver(which = 0) {
      const pairs = (await Promise.all(nodes.filter(isAlive).map(masterAndReplicas))).filter(
        ({ replicas }) => replicas.length > 0,
      )
      const pair = pairs[Math.min(Math.floor(which * pairs.length), pairs.length - 1)]
      if (pair === undefined) throw new Error('No master has a replica any more')
      const replicas = nodes.filter(({ port }) => pair.replicas.includes(port))
      await kill(pair.node)
      const isMaster = async ({ ask }: Node) => (await ask('ROLE')).startsWith('master')
      const tookOver = async () => (await Promise.all(replicas.map(isMaster))).includes(true)
      await waitUntil('the replica to take over', tookOver, patient)
      await allServed()
    },
    async restore() {
      for (const node of nodes.filter((one) => !isAlive(one))) {
        node.server = start(node)
        await waitUntil('the node to follow the new master', () => follows(node), patient)
      }
      await allServed()
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await kill(node)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const patient = { deadlineMs: 60_000 }

const isAlive = ({ server }: Node) => server.exitCode === null && server.signalCode === null

/** Makes one cluster of six servers that know nothing of each other. */
async function join(nodes: Node[]): Promise<void> {
  const [masters, replicas] = [nodes.slice(0, 3), nodes.slice(3)]
  for (const { ask } of nodes) await waitUntil('the node to answer', async () => (await ask('PING')) === 'PONG')
  for (const [at, { ask }] of masters.entries()) {
    const [from, to] = [at, at + 1].map((share) => Math.floor((slots * share) / masters.length))
    await ask('CLUSTER', 'ADDSLOTSRANGE', from!, to! - 1)
    await ask('CLUSTER', 'SET-CONFIG-EPOCH', at + 1)
  }
  for (const { port, busPort } of nodes.slice(1)) await masters[0]!.ask('CLUSTER', 'MEET', '127.0.0.1', port, busPort)
  for (const [at, replica] of replicas.entries()) {
    const id = await masters[at]!.ask('CLUSTER', 'MYID')
    const attached = async () => (await replica.ask('CLUSTER', 'REPLICATE', id)) === 'OK'
    await waitUntil('the replica to know its master', attached, patient)
  }
  for (const node of nodes) await waitUntil('the node to know all', () => isWhole(node), patient)
  for (const replica of replicas) await waitUntil('the replica to follow', () => follows(replica), patient)
}

async function isWhole({ ask }: Node): Promise<boolean> {
  const knowsAll = (await ask('CLUSTER', 'NODES')).split('\n').length >= 6
  return knowsAll && /cluster_state:ok/.test(await ask('CLUSTER', 'INFO'))
}

const follows = async ({ ask }: Node) => (await ask('INFO', 'replication')).includes('master_link_status:up')

/** The ports of the replicas that follow a node closely; none where it is no master. */
async function masterAndReplicas(node: Node): Promise<{ node: Node; replicas: number[] }> {
  const replicas = [...(await node.ask('INFO', 'replication')).matchAll(/^slave\d+:ip=[^,]*,port=(\d+),state=online/gm)]
  return { node, replicas: replicas.map(([, port]) => Number(port)) }
}

async function aNode(folder: string): Promise<Node> {
  await mkdir(folder, { recursive: true })
  const [port, busPort] = await Promise.all([freePort(), freePort()])
  const place = { folder, port, busPort }
  return {
    ...place,
    server: start(place),
    ask: async (...command) => (await run('redis-cli', ['-p', String(port), ...command.map(String)])).stdout.trim(),
  }
}

function start({ folder, port, busPort }: Pick<Node, 'folder' | 'port' | 'busPort'>): ChildProcess {
  const settings = {
    bind: '127.0.0.1',
    port,
    dir: folder,
    save: '',
    appendonly: 'yes',
    'cluster-enabled': 'yes',
    'cluster-port': busPort,
    'cluster-node-timeout': 2_000,
    'cluster-replica-validity-factor': 0,
    'repl-diskless-sync-delay': 0,
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn('redis-server', args, { stdio: 'ignore' })
  server.on('error', () => {}) // seen when it does not answer
  return server
}
