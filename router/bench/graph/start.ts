/** Starts the benchmark's subgraphs as a process on the load's core. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { pinned } from '../cores.ts'
import { subgraphNames, type Ports } from '../supergraph.ts'

export interface Subgraphs {
  ports: Ports
  /** Raises an alert: one event to every open subscription. */
  emit: (event: { id: string; caseId: string }) => Promise<void>
  /** HTTP requests that all subgraphs answered so far. */
  fetches(): Promise<number>
  stop: () => void
}

export async function startSubgraphs(core: number): Promise<Subgraphs> {
  const found = await freePorts(subgraphNames.length + 1)
  const ports = Object.fromEntries(subgraphNames.map((name, index) => [name, found[index]])) as Ports
  const control = `http://127.0.0.1:${found.at(-1)}`
  const serve = fileURLToPath(new URL('serve.ts', import.meta.url))
  const [command, ...args] = pinned(core, [process.execPath, serve, JSON.stringify(ports), String(found.at(-1))])
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('The benchmark subgraphs ended at once.'))),
  ])
  return {
    ports,
    async emit(event) {
      const response = await fetch(`${control}/emit`, { method: 'POST', body: JSON.stringify(event) })
      await response.arrayBuffer()
    },
    async fetches() {
      const response = await fetch(`${control}/counts`)
      const { fetches } = (await response.json()) as { fetches: Record<string, number> }
      return Object.values(fetches).reduce((sum, count) => sum + count, 0)
    },
    stop: () => child.kill(),
  }
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
