import { describe, expect, it } from 'vitest'
import { readRequest } from '../graph/http-server.ts'
import { createCheck } from './check.ts'
import { createResponseReader } from './http-response.ts'
import { frame, readFrames } from './websocket-client.ts'

/** Feeds the text in pieces of `size` bytes, as a network might. */
function pieces(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text)
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, nth) =>
    bytes.subarray(nth * size, (nth + 1) * size),
  )
}

describe('the reader of HTTP responses', () => {
  const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nün done'.replace('ün', 'on')
  const chunked = 'HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nb\r\n0123456789\n\r\n0\r\n\r\n'

  it.each([1, 2, 7, 1_000])('takes them in pieces of %i bytes', (size) => {
    for (const [text, status, body] of [
      [plain, 200, 'on done'],
      [chunked, 503, 'abc0123456789\n'],
    ] as const) {
      const reader = createResponseReader()
      const found = pieces(text, size).map((piece) => reader.read(piece))
      expect(found.slice(0, -1).every((response) => response === undefined)).toBe(true)
      expect(found.at(-1)?.status).toBe(status)
      expect(found.at(-1)?.body.toString()).toBe(body)
    }
  })

  it('reads one response after another on a connection', () => {
    const reader = createResponseReader()
    expect(reader.read(Buffer.from(plain))?.body.toString()).toBe('on done')
    expect(reader.read(Buffer.from(chunked))?.status).toBe(503)
  })
})

describe('the subgraphs’ reader of HTTP requests', () => {
  it('knows lengths in bytes, chunks, and requests that follow each other', () => {
    const first = 'POST /graphql HTTP/1.1\r\ncontent-length: 3\r\n\r\nüx'
    const second = 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n'
    const bytes = Buffer.from(first + second)
    const one = readRequest(bytes)
    expect(one).toMatchObject({ body: 'üx', close: false, end: Buffer.byteLength(first) })
    expect(readRequest(bytes.subarray(one?.end))).toMatchObject({ body: '{}', close: true })
  })

  it('waits for what is missing', () => {
    const text = 'POST / HTTP/1.1\r\ncontent-length: 10\r\n\r\n123456789'
    for (let length = 0; length <= text.length; length++) {
      expect(readRequest(Buffer.from(text.slice(0, length)))).toBeUndefined()
    }
  })
})

describe('WebSocket frames', () => {
  /** A server's frame is a client's without mask: the four zeros that `frame` wrote before the payload. */
  function serverFrame(opcode: number, payload: Buffer): Buffer {
    const masked = frame(opcode, payload)
    const header = masked.length - payload.length - 4
    const bytes = Buffer.concat([masked.subarray(0, header), payload])
    bytes[1] = (bytes[1] as number) & 0x7f
    return bytes
  }

  it.each([0, 125, 126, 65_535, 65_536])('of %i bytes are written masked and read back', (length) => {
    const payload = Buffer.alloc(length, 'x')
    expect((frame(1, payload)[1] as number) & 0x80).toBe(0x80)
    const bytes = serverFrame(1, payload)
    const seen: [number, number][] = []
    expect(readFrames(bytes, (opcode, start, end) => seen.push([opcode, end - start]))).toBe(bytes.length)
    expect(seen).toEqual([[1, length]])
  })

  it('leave an incomplete frame for later', () => {
    const bytes = Buffer.concat([serverFrame(1, Buffer.from('one')), serverFrame(9, Buffer.from('two'))])
    const seen: string[] = []
    const end = readFrames(bytes.subarray(0, bytes.length - 1), (_, start, stop) =>
      seen.push(bytes.toString('utf8', start, stop)),
    )
    expect(seen).toEqual(['one'])
    expect(end).toBe(5)
  })
})

describe('the check of answers', () => {
  const check = createCheck('small', (nth) => ({ id: nth }))
  const body = (value: unknown) => Buffer.from(JSON.stringify(value))

  it('accepts the right data, again and in another order of keys', () => {
    for (const right of [{ data: { id: 1 } }, { data: { id: 1 } }, { extensions: {}, data: { id: 1 } }]) {
      expect(() => check(1, 200, body(right))).not.toThrow()
    }
  })

  it('refuses wrong data, errors and other statuses, also after a right answer', () => {
    check(2, 200, body({ data: { id: 2 } }))
    expect(() => check(2, 200, body({ data: { id: 1 } }))).toThrow('wrong answer')
    expect(() => check(2, 200, body({ data: { id: 2 }, errors: [] }))).toThrow('wrong answer')
    expect(() => check(2, 500, body({ data: { id: 2 } }))).toThrow('HTTP 500')
  })
})
