import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

/** A Redis that keeps its data, and that can be killed, held up and started again. */
export interface OwnRedis extends AsyncDisposable {
  url: string
  /** As when it loses power for a moment: its data will be there again, its connections are not. */
  kill(): Promise<void>
  startAgain(): Promise<void>
  /** It stands still, and its connections stay. */
  hold(): void
  goOn(): void
}

export async function ownRedis(folder: string): Promise<OwnRedis> {
  const port = await freePort()
  let server = await start(folder, port)
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async startAgain() {
      server = await start(folder, port)
    },
    hold: () => void server.kill('SIGSTOP'),
    goOn: () => void server.kill('SIGCONT'),
    [Symbol.asyncDispose]: kill,
  }
}

/** Each write is handed to the system before its answer, so that killing the server loses none. */
async function start(folder: string, port: number): Promise<ChildProcess> {
  const settings = { bind: '127.0.0.1', port, dir: folder, save: '', appendonly: 'yes' }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  server.on('error', () => {}) // its output ends without the line
  for await (const line of server.stdout) {
    if (!String(line).includes('Ready to accept connections')) continue
    server.stdout.resume()
    return server
  }
  throw new Error('redis-server does not start. On Debian: apt-get install redis-server')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
