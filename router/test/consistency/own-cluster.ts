import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { waitUntil } from '@cma/testing/wait-until'

/** A Redis Cluster of three masters, each with a replica that takes its place when it ends. */
export interface OwnCluster extends AsyncDisposable {
  /** The addresses of all nodes, as REDIS_URL has them. */
  url: string
  /** Kills one master outright; resolves once its replica has taken over and the cluster has all its slots again. */
  failOver(): Promise<void>
}

interface Node {
  port: number
  busPort: number
  server: ChildProcess
  ask(...command: (string | number)[]): Promise<string>
}

const slots = 16_384
const run = promisify(execFile)

export async function ownCluster(folder: string): Promise<OwnCluster> {
  const nodes = await Promise.all(Array.from({ length: 6 }, (_, at) => start(path.join(folder, `node-${at}`))))
  const [masters, replicas] = [nodes.slice(0, 3), nodes.slice(3)]
  for (const node of nodes) await waitUntil('the node to answer', async () => (await node.ask('PING')) === 'PONG')
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
  const isWhole = async ({ ask }: Node) =>
    /cluster_state:ok/.test(await ask('CLUSTER', 'INFO')) && (await ask('CLUSTER', 'NODES')).split('\n').length >= 6
  for (const node of nodes) await waitUntil('the node to know all', () => isWhole(node), patient)
  for (const { ask } of replicas) {
    const follows = async () => (await ask('INFO', 'replication')).includes('master_link_status:up')
    await waitUntil('the replica to follow', follows, patient)
  }
  const alive = new Set(nodes)
  const kill = async (node: Node) => {
    alive.delete(node)
    if (node.server.exitCode !== null || node.server.signalCode !== null) return
    const exited = once(node.server, 'exit')
    node.server.kill('SIGKILL')
    await exited
  }
  return {
    url: nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(','),
    async failOver() {
      const at = masters.findIndex((master) => alive.has(master))
      if (at === -1) throw new Error('Every master has been killed already')
      await kill(masters[at]!)
      const { ask } = replicas[at]!
      await waitUntil('the replica to take over', async () => (await ask('ROLE')).startsWith('master'), patient)
      for (const node of alive) await waitUntil('all slots to be served', () => isWhole(node), patient)
    },
    async [Symbol.asyncDispose]() {
      for (const node of nodes) await kill(node)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const patient = { deadlineMs: 30_000 }

async function start(folder: string): Promise<Node> {
  await mkdir(folder, { recursive: true })
  const [port, busPort] = await Promise.all([freePort(), freePort()])
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
  return {
    port,
    busPort,
    server,
    ask: async (...command) => (await run('redis-cli', ['-p', String(port), ...command.map(String)])).stdout.trim(),
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
