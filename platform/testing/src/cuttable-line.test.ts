import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { cuttableLine } from './cuttable-line.ts'

test('a line carries both ways, is cut at once, and carries again when mended', async () => {
  await using stack = new AsyncDisposableStack()
  const server = createServer((socket) =>
    socket.on('error', () => {}).on('data', (data) => socket.write(`heard ${String(data)}`)),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stack.defer(() => void server.close())
  const line = stack.use(await cuttableLine(`redis://:secret@127.0.0.1:${(server.address() as AddressInfo).port}`))
  const { port, password } = new URL(line.url)
  expect(password).toBe('secret')
  const call = async () => {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
    stack.defer(() => void socket.destroy())
    socket.write('hello')
    return {
      socket,
      answer: await Promise.race([once(socket, 'data').then(String), once(socket, 'close').then(() => 'cut')]),
    }
  }
  const { socket, answer } = await call()
  expect(answer).toBe('heard hello')
  const closed = once(socket, 'close')
  line.cut()
  await closed
  expect((await call()).answer).toBe('cut')
  line.mend()
  expect((await call()).answer).toBe('heard hello')
})
