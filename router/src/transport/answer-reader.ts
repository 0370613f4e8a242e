import { unannouncedHeader } from '@cma/runtime/results'
import { createChunkedBody, type ChunkedBody } from './chunked-body.ts'

export interface HttpAnswer {
  status: number
  /** A change that the subgraph could not announce to those who remember answers. */
  unannounced: boolean
  text: string
}

/** An answer, and what its head says of the connection. */
export interface Received {
  answer: HttpAnswer
  /** How long the connection may be idle and still be used, as far as the subgraph says; 0: not again. */
  keepMs: number
}

/** Reads one HTTP/1.1 answer after the other from a connection's bytes. Throws an Error for what it cannot read. */
export interface AnswerReader {
  /** `bytes` may be overwritten afterwards. Undefined while the answer is incomplete. */
  read(bytes: Buffer): Received | undefined
  /** The other side has ended the connection, which is how the oldest kind of answer ends. */
  end(): Received | undefined
}

interface Head {
  status: number
  unannounced: boolean
  keepMs: number
  /** Bytes of the body; undefined: until the connection ends. */
  length: number | 'chunked' | undefined
}

const maxHeadBytes = 64 * 1_024
const headEnd = Buffer.from('\r\n\r\n')

export class AnswerTooLarge extends Error {
  override name = 'AnswerTooLarge'
}

export function createAnswerReader(maxBodyBytes: number): AnswerReader {
  /** The beginning of a head that came in pieces. */
  let early: Buffer | undefined
  let head: Head | undefined
  let parts: Buffer[] = []
  let size = 0
  let chunks: ChunkedBody | undefined

  const keep = (part: Buffer) => {
    size += part.length
    if (size > maxBodyBytes) throw new AnswerTooLarge('the answer is too large')
    parts.push(Buffer.from(part)) // a copy
  }

  const finish = (text: string, keepMs: number): Received => {
    const { status = 0, unannounced = false } = head ?? {}
    head = undefined
    parts = []
    size = 0
    chunks = undefined
    return { answer: { status, unannounced, text }, keepMs }
  }

  const readBody = (current: Head, bytes: Buffer, start: number): Received | undefined => {
    if (current.length === 'chunked') {
      chunks ??= createChunkedBody(keep)
      const end = chunks.read(bytes, start)
      return end === -1 ? undefined : finish(joined(parts, size), end === bytes.length ? current.keepMs : 0)
    }
    if (current.length === undefined) {
      keep(bytes.subarray(start))
      return undefined
    }
    if (current.length > maxBodyBytes) throw new AnswerTooLarge('the answer is too large')
    const end = start + current.length - size
    // Nobody has been asked for what comes after the answer: such a connection is not used again.
    const keepMs = end === bytes.length ? current.keepMs : 0
    if (end > bytes.length) {
      keep(bytes.subarray(start))
      return undefined
    }
    if (size === 0) return finish(bytes.toString('utf8', start, end), keepMs) // nearly always: it came in one piece
    keep(bytes.subarray(start, end))
    return finish(joined(parts, size), keepMs)
  }

  return {
    read(bytes) {
      if (head) return readBody(head, bytes, 0)
      let all = early ? Buffer.concat([early, bytes]) : bytes
      early = undefined
      for (;;) {
        const end = all.indexOf(headEnd)
        if (end === -1) {
          if (all.length > maxHeadBytes) throw new Error('the head of an answer is too long')
          early = Buffer.from(all)
          return undefined
        }
        head = readHead(all.toString('latin1', 0, end))
        const start = end + headEnd.length
        // 100 to 199 only announce the answer.
        if (head.status >= 200) return readBody(head, all, start)
        if (head.status === 101) throw new Error('the connection was switched to another protocol')
        head = undefined
        all = all.subarray(start)
      }
    },
    end: () => (head && head.length === undefined ? finish(joined(parts, size), 0) : undefined),
  }
}

function joined(parts: readonly Buffer[], size: number): string {
  return Buffer.concat(parts, size).toString('utf8')
}

/** The only headers that matter here, all in one pass over the head. */
const headers = new RegExp(
  `\\r\\n(content-length|transfer-encoding|connection|keep-alive|content-encoding|${unannouncedHeader}):[ \\t]*([^\\r\\n]*)`,
  'gi',
)
const statusLine = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: |\r|$)/

function readHead(text: string): Head {
  const [, minor, code] = statusLine.exec(text) ?? []
  if (code === undefined) throw new Error('the answer is not HTTP/1.1')
  const status = Number(code)
  const head: Head = { status, unannounced: false, keepMs: minor === '1' ? Infinity : 0, length: undefined }
  headers.lastIndex = 0
  for (let found = headers.exec(text); found; found = headers.exec(text)) {
    readHeader(head, (found[1] as string).toLowerCase(), (found[2] as string).trim())
  }
  if (status === 204 || status === 304) head.length = 0
  return head
}

function readHeader(head: Head, name: string, value: string): void {
  switch (name) {
    case 'content-length': {
      if (!/^\d{1,15}$/.test(value)) throw new Error('the length of an answer is no number')
      const length = Number(value)
      // Two ends of one answer: the rest of the one would be taken for the next answer.
      if (head.length !== undefined && head.length !== length) throw new Error('an answer has two lengths')
      head.length = length
      return
    }
    case 'transfer-encoding':
      if (value.toLowerCase() !== 'chunked') throw new Error('an answer is encoded in a way that was not asked for')
      if (head.length !== undefined) throw new Error('an answer has two lengths')
      head.length = 'chunked'
      return
    case 'content-encoding':
      if (value.toLowerCase() !== 'identity') throw new Error('an answer is compressed, which was not asked for')
      return
    case 'connection':
      if (/\bclose\b/i.test(value)) head.keepMs = 0
      return
    case 'keep-alive': {
      const [, seconds] = /\btimeout=(\d+)/i.exec(value) ?? []
      if (seconds !== undefined) head.keepMs = Math.min(head.keepMs, Number(seconds) * 1_000)
      return
    }
    default:
      head.unannounced = true
  }
}
