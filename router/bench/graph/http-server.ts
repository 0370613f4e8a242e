/**
 * A minimal HTTP/1.1 server over sockets. Subgraphs share their core with the load generator, so what they cost
 * limits what a fast router can show: this one answers several times more requests than node:http. It knows
 * keep-alive, content-length, chunked bodies and pipelining, which is what the measured routers send.
 */
import { createServer, type Server, type Socket } from 'node:net'

/** A whole HTTP response for one POST body, ready to be written; the same Buffer may be returned again. */
export type Respond = (body: string) => Buffer

const headEnd = Buffer.from('\r\n\r\n')
const lineEnd = Buffer.from('\r\n')

export function jsonResponse(json: string): Buffer {
  const length = Buffer.byteLength(json)
  return Buffer.from(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${json}`)
}

export async function serveHttp(port: number, respond: Respond): Promise<Server> {
  const server = createServer((socket) => talk(socket, respond))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

function talk(socket: Socket, respond: Respond): void {
  let unread: Buffer = Buffer.alloc(0)
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk])
    for (let request = readRequest(unread); request; request = readRequest(unread)) {
      unread = unread.subarray(request.end)
      socket.write(respond(request.body))
      if (request.close) socket.end()
    }
  })
}

interface Request {
  body: string
  /** Where the next request begins. */
  end: number
  close: boolean
}

/** The first request of `bytes`, or nothing while it is incomplete. */
export function readRequest(bytes: Buffer): Request | undefined {
  const headLength = bytes.indexOf(headEnd)
  if (headLength === -1) return undefined
  const head = bytes.toString('latin1', 0, headLength).toLowerCase()
  const close = head.includes('\r\nconnection: close')
  const start = headLength + headEnd.length
  const length = /\r\ncontent-length: *(\d+)/.exec(head)
  if (length) {
    const end = start + Number(length[1])
    return bytes.length < end ? undefined : { body: bytes.toString('utf8', start, end), end, close }
  }
  if (!head.includes('\r\ntransfer-encoding: chunked')) return { body: '', end: start, close }
  const chunked = readChunks(bytes, start)
  return chunked && { body: chunked.body.toString(), end: chunked.end, close }
}

/** The body of a chunked message whose first chunk's size line begins at `start`; nothing while it is incomplete. */
export function readChunks(bytes: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = []
  for (let at = start; ;) {
    const lineLength = bytes.indexOf(lineEnd, at)
    if (lineLength === -1) return undefined
    const size = Number.parseInt(bytes.toString('latin1', at, lineLength), 16)
    const from = lineLength + lineEnd.length
    const end = from + size + lineEnd.length
    if (bytes.length < end) return undefined
    if (size === 0) return { body: Buffer.concat(chunks), end }
    chunks.push(bytes.subarray(from, from + size))
    at = end
  }
}
