import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to a server for one process alone, which can be cut while others reach that server. */
export interface CuttableLine extends AsyncDisposable {
  /** The server's address, with this line's port. */
  url: string
  cut(): void
  mend(): void
}

export async function cuttableLine(serverUrl: string): Promise<CuttableLine> {
  const { port, hostname } = new URL(serverUrl)
  const open = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return void near.destroy()
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = () => {
    isCut = true
    for (const socket of open) socket.destroy()
  }
  const own = new URL(serverUrl)
  own.port = String((server.address() as AddressInfo).port)
  return {
    url: own.href,
    cut,
    mend: () => void (isCut = false),
    async [Symbol.asyncDispose]() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
