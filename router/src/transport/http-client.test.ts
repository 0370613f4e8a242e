import { createServer, type Server, type Socket } from 'node:net'
import { fileStack, waitUntil } from '@cma/testing'
import { expect, test } from 'vitest'
import { createHttpClient, type HttpClientOptions } from './http-client.ts'

const stack = fileStack()

/** A subgraph of bare sockets. `onRequest` is called once for each request, with its text and its connection. */
async function aSubgraph(onRequest: (socket: Socket, request: string) => void, options: HttpClientOptions = {}) {
  const sockets: Socket[] = []
  const server: Server = createServer((socket) => {
    sockets.push(socket)
    let text = ''
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      text += chunk.toString()
      const [, length] = /content-length: (\d+)/.exec(text) ?? []
      const end = text.indexOf('\r\n\r\n') + 4
      if (length === undefined || Buffer.byteLength(text) < end + Number(length)) return
      const request = text
      text = ''
      onRequest(socket, request)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const client = createHttpClient(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/g`, options)
  stack.defer(async () => {
    client.close()
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { client, sockets }
}

const answer = (socket: Socket, text: string, ...headers: string[]) =>
  socket.write(['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(text)}`, ...headers, '', text].join('\r\n'))
const unavailable = expect.objectContaining({ code: 'SUBGRAPH_UNAVAILABLE' }) as Error

test('texts of any language go there and back, long ones too', async () => {
  const { client, sockets } = await aSubgraph((socket, request) => answer(socket, request.split('\r\n\r\n')[1] ?? ''))
  for (const body of ['plain', 'café', 'Złoty — 債務 🏠', '🏠'.repeat(100_000), 'x'.repeat(300_000)]) {
    const { text } = await client.post(body, { 'x-cma-identity': 'token' })
    expect(text === body, body.slice(0, 20)).toBe(true)
  }
  expect(sockets).toHaveLength(1)
})

test('no more connections than allowed are opened, and whoever waits for one is served in turn', async () => {
  const asked: (() => void)[] = []
  const { client, sockets } = await aSubgraph(
    (socket, request) => void asked.push(() => answer(socket, request.at(-1) ?? '')),
    { connections: 2 },
  )
  const all = Promise.all(['1', '2', '3', '4', '5'].map(async (body) => (await client.post(body, {})).text))
  for (let served = 0; served < 5; served++) {
    const next = await waitUntil('a request', () => asked.shift())
    next()
  }
  expect(await all).toEqual(['1', '2', '3', '4', '5'])
  expect(sockets).toHaveLength(2)
})

test('who waited too long for a connection is told so, and is not asked for any more', async () => {
  const seen: string[] = []
  const { client, sockets } = await aSubgraph((_socket, request) => void seen.push(request.at(-1) ?? ''), {
    connections: 1,
    timeoutMs: 100,
  })
  const timeout = expect.objectContaining({ code: 'SUBGRAPH_TIMEOUT' }) as Error
  await Promise.all(['1', '2'].map((body) => expect(client.post(body, {})).rejects.toEqual(timeout)))
  await waitUntil('the connection is given up', () => sockets[0]?.closed)
  expect(seen).toEqual(['1'])
})

test.each([
  ['says so', 'connection: close'],
  ['will close it at once', 'keep-alive: timeout=1'],
])('a connection is not used again where the subgraph %s', async (_, header) => {
  const { client, sockets } = await aSubgraph((socket) => answer(socket, '{}', header))
  await client.post('1', {})
  await client.post('2', {})
  expect(sockets).toHaveLength(2)
})

test('what comes unasked is never taken for an answer', async () => {
  const { client, sockets } = await aSubgraph((socket, request) => answer(socket, request.at(-1) ?? ''))
  expect((await client.post('1', {})).text).toBe('1')
  answer(sockets[0] as Socket, 'of nobody')
  await waitUntil('the connection is given up', () => sockets[0]?.closed)
  expect((await client.post('2', {})).text).toBe('2')
  // Together with an answer, too.
  const both = await aSubgraph((socket, request) => {
    const text = `HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n${request.at(-1)}`
    socket.write(text + text)
  })
  expect((await both.client.post('3', {})).text).toBe('3')
  expect((await both.client.post('4', {})).text).toBe('4')
  expect(both.sockets).toHaveLength(2)
})

test('an answer that breaks off is none; one without a length ends with its connection', async () => {
  const broken = await aSubgraph((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"data"'))
  await expect(broken.client.post('1', {})).rejects.toEqual(unavailable)
  const old = await aSubgraph((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\n{"data":{}}'))
  expect((await old.client.post('1', {})).text).toBe('{"data":{}}')
})

test('a header cannot bring a request of its own along', async () => {
  const { client, sockets } = await aSubgraph((socket) => answer(socket, '{}'))
  await expect(client.post('1', { a: 'b\r\n\r\nPOST / HTTP/1.1' })).rejects.toThrow('line break')
  expect(sockets).toHaveLength(0)
})

test('who still waits when it is closed is told', async () => {
  const asked = Promise.withResolvers<void>()
  const { client } = await aSubgraph(() => asked.resolve(), { connections: 1 })
  const all = ['1', '2'].map((body) => expect(client.post(body, {})).rejects.toEqual(unavailable))
  await asked.promise
  client.close()
  await Promise.all(all)
  await expect(client.post('3', {})).rejects.toEqual(unavailable)
})
