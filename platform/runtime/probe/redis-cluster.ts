import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { waitUntil } from '@cma/testing'
import { Redis } from 'ioredis'
import { inject } from 'vitest'

const slots = 16_384

/** Three masters that share the slots. The address lists them, as REDIS_URL does for a cluster. */
export async function aRedisCluster(): Promise<AsyncDisposable & { url: string }> {
  const stack = new AsyncDisposableStack()
  const nodes = await Promise.all([0, 1, 2].map(() => aNode(stack)))
  const [first, ...others] = nodes.map(({ client }) => client)
  for (const [at, { client }] of nodes.entries()) {
    const from = Math.floor((slots * at) / nodes.length)
    await client.call('CLUSTER', 'ADDSLOTSRANGE', from, Math.floor((slots * (at + 1)) / nodes.length) - 1)
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', at + 1)
  }
  for (const [at] of others.entries()) {
    const { port, busPort } = nodes[at + 1]!
    await first!.call('CLUSTER', 'MEET', '127.0.0.1', port, busPort)
  }
  for (const { client } of nodes) {
    await waitUntil(
      'the node knows all slots',
      async () => /cluster_state:ok/.test(String(await client.call('CLUSTER', 'INFO'))),
      { deadlineMs: 20_000 },
    )
  }
  return {
    url: nodes.map(({ port }) => `redis://127.0.0.1:${port}`).join(','),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function aNode(stack: AsyncDisposableStack): Promise<{ port: number; busPort: number; client: Redis }> {
  const [port, busPort] = await Promise.all([freePort(), freePort()])
  const folder = mkdtempSync(join(inject('runFolder'), 'redis-cluster-'))
  const settings = { bind: '127.0.0.1', port, 'cluster-enabled': 'yes', 'cluster-port': busPort, save: '', dir: folder }
  const server = spawn(
    'redis-server',
    Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    { stdio: 'ignore' },
  )
  stack.defer(() => void server.kill('SIGKILL'))
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 })
  client.on('error', () => {}) // until it listens
  stack.defer(() => client.disconnect())
  await client.ping()
  return { port, busPort, client }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
