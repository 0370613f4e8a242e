import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/** Below the ports from which systems take those of outgoing connections, one of which could be had by the time that a server listens. */
const [lowest, highest] = [10_240, 32_767]

/** A TCP port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    const port = randomInt(lowest, highest + 1)
    if (await canListen(port)) return port
  }
  throw new Error(`No port between ${lowest} and ${highest} is free`)
}

async function canListen(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((answer) => {
    server.once('error', () => answer(false))
    server.listen(port, '127.0.0.1', () => server.close(() => answer(true)))
  })
}

/** Whether something already listens on the port, on any address of this machine. */
export async function isPortBusy(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((answer) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      answer(error.code === 'EADDRINUSE' || error.code === 'EACCES'),
    )
    server.listen(port, () => server.close(() => answer(false)))
  })
}
