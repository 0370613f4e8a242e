import { createServer, type AddressInfo } from 'node:net'

/** A TCP port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
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
