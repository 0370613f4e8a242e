import type { Server } from 'node:http'

/** Resolves with the port once the server listens. */
export function listen(server: Server, { HOST, PORT }: { HOST: string; PORT: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(PORT, HOST, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : PORT)
    })
  })
}

/** Takes no new connections and lets requests finish, for so long at most. */
export async function closeGracefully(server: Server, drainMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  // A connection whose answer had begun before is kept alive after it: it is idle only then.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearInterval(idle)
  clearTimeout(timer)
}
