/**
 * A WebSocket client for the fan-out: 5,000 of them share a core with the subgraphs, so it does no more than find
 * each text frame in a socket's bytes. It answers pings, and knows no fragments or compression (no router here sends
 * them unasked).
 */
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'

export interface WebSocketClient {
  send(text: string): void
  close(): void
}

export interface WebSocketTarget {
  port: number
  headers?: Record<string, string>
}

export interface Handlers {
  /** A text message: the bytes from `start` to `end` of a buffer that is reused afterwards. */
  message(bytes: Buffer, start: number, end: number): void
  /** The other side ended the connection, or broke the protocol. */
  closed(reason: string): void
}

const text = 0x1
const close = 0x8
const ping = 0x9
const pong = 0xa

export async function openWebSocket(target: WebSocketTarget, handlers: Handlers): Promise<WebSocketClient> {
  const socket = connect({ port: target.port, host: '127.0.0.1', noDelay: true })
  await once(socket, 'connect')
  socket.write(upgradeRequest(target))
  const early = await upgraded(socket)
  let closedByUs = false
  let unread = Buffer.alloc(0)
  const take = (chunk: Buffer) => {
    const bytes = unread.length === 0 ? chunk : Buffer.concat([unread, chunk])
    const end = readFrames(bytes, (opcode, start, stop) => {
      if (opcode === text) handlers.message(bytes, start, stop)
      else if (opcode === ping) socket.write(frame(pong, bytes.subarray(start, stop)))
      else if (opcode === close) {
        const code = stop - start >= 2 ? bytes.readUInt16BE(start) : 1005
        handlers.closed(`${code} ${bytes.toString('utf8', start + 2, stop)}`)
      }
    })
    unread = Buffer.from(bytes.subarray(end))
  }
  socket.on('data', take)
  socket.on('error', () => {}) // 'close' follows
  socket.on('close', () => closedByUs || handlers.closed('the connection was lost'))
  take(early)
  return {
    send: (message) => socket.write(frame(text, Buffer.from(message))),
    close() {
      closedByUs = true
      socket.end(frame(close, Buffer.from([0x03, 0xe8]))) // 1000
      setTimeout(() => socket.destroy(), 1_000).unref()
    },
  }
}

function upgradeRequest({ port, headers = {} }: WebSocketTarget): string {
  const lines = Object.entries({
    host: `127.0.0.1:${port}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.from('benchmark client').toString('base64'),
    'sec-websocket-protocol': 'graphql-transport-ws',
    ...headers,
  })
  return `GET /graphql HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`
}

/** Waits for `101 Switching Protocols`; gives the bytes that came after it. */
async function upgraded(socket: Socket): Promise<Buffer> {
  const [chunk] = (await once(socket, 'data')) as [Buffer]
  const head = chunk.indexOf('\r\n\r\n')
  if (head === -1 || !chunk.toString('latin1', 0, 12).endsWith('101')) {
    throw new Error(`no WebSocket: ${chunk.toString('latin1', 0, 80).split('\r\n')[0]}`)
  }
  return chunk.subarray(head + 4)
}

/** Calls back for every complete frame from a server (unmasked); returns where the incomplete rest begins. */
export function readFrames(bytes: Buffer, each: (opcode: number, start: number, end: number) => void): number {
  for (let at = 0; ;) {
    if (bytes.length < at + 2) return at
    const short = (bytes[at + 1] as number) & 0x7f
    const header = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length < at + header) return at
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short
    const end = at + header + length
    if (bytes.length < end) return at
    each((bytes[at] as number) & 0x0f, at + header, end)
    at = end
  }
}

/** A client's frame. Clients must mask, and a mask of zeros leaves the payload as it is. */
export function frame(opcode: number, payload: Buffer): Buffer {
  const extended = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8
  const header = Buffer.alloc(2 + extended + 4)
  header[0] = 0x80 | opcode
  header[1] = 0x80 | (extended === 0 ? payload.length : extended === 2 ? 126 : 127)
  if (extended === 2) header.writeUInt16BE(payload.length, 2)
  if (extended === 8) header.writeBigUInt64BE(BigInt(payload.length), 2)
  return Buffer.concat([header, payload])
}
