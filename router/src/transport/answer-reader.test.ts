import { describe, expect, test } from 'vitest'
import { AnswerTooLarge, createAnswerReader } from './answer-reader.ts'

const crlf = (...lines: string[]) => lines.join('\r\n')
const text = '{"data":{"name":"Siân — £5"}}'
const length = Buffer.byteLength(text)
const whole = crlf('HTTP/1.1 200 OK', `Content-Length: ${length}`, 'Keep-Alive: timeout=5', '', text)
const chunked = crlf(
  'HTTP/1.1 200 OK',
  'transfer-encoding: chunked',
  '',
  '5;name=value',
  text.slice(0, 5),
  Buffer.byteLength(text.slice(5)).toString(16).toUpperCase(),
  text.slice(5),
  '0',
  'trailer: x',
  '',
  '',
)

/** Reads one answer that comes in these pieces, each overwritten at once as a connection does it. */
function read(reader: ReturnType<typeof createAnswerReader>, ...pieces: Buffer[]) {
  const results = pieces.map((piece) => {
    const bytes = Buffer.from(piece)
    const result = reader.read(bytes)
    bytes.fill(0x3f)
    return result
  })
  expect(results.slice(0, -1).every((result) => result === undefined)).toBe(true)
  return results.at(-1)
}

describe('an answer', () => {
  test.each([
    ['of a known length', whole, 5_000],
    ['in chunks', chunked, Infinity],
  ])('%s is read, wherever it is cut, and another after it', (_, answer, keepMs) => {
    const bytes = Buffer.from(answer)
    const reader = createAnswerReader(1_000)
    for (let cut = 1; cut < bytes.length; cut++) {
      const result = read(reader, bytes.subarray(0, cut), bytes.subarray(cut))
      expect(result).toEqual({ answer: { status: 200, unannounced: false, text }, keepMs })
    }
    const single = Array.from(bytes, (byte) => Buffer.from([byte]))
    expect(read(reader, ...single)?.answer.text).toBe(text)
  })

  test('that ends with its connection is complete only then', () => {
    const reader = createAnswerReader(1_000)
    expect(reader.read(Buffer.from(crlf('HTTP/1.0 502 Bad', '', 'half')))).toBeUndefined()
    expect(reader.end()).toEqual({ answer: { status: 502, unannounced: false, text: 'half' }, keepMs: 0 })
    expect(createAnswerReader(1_000).end()).toBeUndefined()
    reader.read(Buffer.from(whole).subarray(0, -1))
    expect(reader.end()).toBeUndefined()
  })

  test('may be announced before it comes, and say that a change is not announced', () => {
    const first = crlf('HTTP/1.1 100 Continue', '', '')
    const second = crlf('HTTP/1.1 200', 'x-cma-unannounced: 1', 'content-length: 2', 'connection: close', '', '{}')
    expect(createAnswerReader(10).read(Buffer.from(first + second))).toEqual({
      answer: { status: 200, unannounced: true, text: '{}' },
      keepMs: 0,
    })
    expect(createAnswerReader(10).read(Buffer.from(crlf('HTTP/1.1 204 No Content', '', '')))?.answer.text).toBe('')
  })

  test('with something after it is an answer, but nothing more is believed of that connection', () => {
    expect(createAnswerReader(100).read(Buffer.from(`${whole}HTTP/1.1 200 OK`))?.keepMs).toBe(0)
    expect(createAnswerReader(100).read(Buffer.from(`${chunked}x`))?.keepMs).toBe(0)
  })

  test('that is larger than allowed is refused, as soon as that is known', () => {
    for (const answer of [
      crlf('HTTP/1.1 200 OK', 'content-length: 11', '', ''),
      crlf('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', 'b', '01234567890'),
      crlf('HTTP/1.1 200 OK', '', '01234567890'),
    ])
      expect(() => createAnswerReader(10).read(Buffer.from(answer)), answer).toThrow(AnswerTooLarge)
  })
})

test('what is not clear is refused: its end may be another than a proxy would take', () => {
  for (const answer of [
    crlf('HTTP/2 200 OK', '', ''),
    crlf('ICY 200 OK', '', ''),
    crlf('HTTP/1.1 101 Switching Protocols', '', ''),
    crlf('HTTP/1.1 200 OK', 'content-length: 1', 'content-length: 2', '', 'xx'),
    crlf('HTTP/1.1 200 OK', 'content-length: 2', 'transfer-encoding: chunked', '', 'xx'),
    crlf('HTTP/1.1 200 OK', 'content-length: +2', '', 'xx'),
    crlf('HTTP/1.1 200 OK', 'content-length: 2, 2', '', 'xx'),
    crlf('HTTP/1.1 200 OK', 'transfer-encoding: gzip, chunked', '', '0', '', ''),
    crlf('HTTP/1.1 200 OK', 'content-encoding: br', 'content-length: 2', '', 'xx'),
    crlf('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', 'zz', 'x'),
    crlf('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '1', 'xx', '0', '', ''),
    crlf('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', ` ${'1'.repeat(5_000)}`),
    'x'.repeat(70_000),
  ])
    expect(() => createAnswerReader(100).read(Buffer.from(answer)), answer.slice(0, 90)).toThrow()
})
