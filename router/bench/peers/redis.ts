/** A Redis server for the run, on the load's core (it inherits it from this process): sessions live there. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createLogger, openPorts, type KeyValue } from '@cma/runtime'

export interface BenchRedis {
  url: string
  keyValue: KeyValue
  stop: () => Promise<void>
}

export async function startRedis(port: number, folder: string): Promise<BenchRedis> {
  const args = ['--bind', '127.0.0.1', '--port', String(port), '--dir', folder, '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let failed = false
  server.on('error', () => (failed = true))
  server.on('exit', () => (failed = true))
  // It says so when it listens; its output ends when it does.
  for await (const line of server.stdout) if (String(line).includes('Ready to accept connections')) break
  server.stdout.resume()
  if (failed) {
    throw new Error(
      'The benchmark measures this router with its sessions in Redis, and redis-server did not start. On Debian: apt-get install redis-server.',
    )
  }
  const url = `redis://127.0.0.1:${port}`
  const ports = openPorts(url, createLogger({ name: 'bench', level: 'error' }))
  return {
    url,
    keyValue: ports.keyValue,
    async stop() {
      await ports.close()
      const exited = once(server, 'exit')
      server.kill()
      await exited
    },
  }
}
