/** Reads HTTP/1.1 responses from a socket's bytes, for the load generator. */
import { readChunks } from '../graph/http-server.ts'

export interface HttpResponse {
  status: number
  body: Buffer
  /** Where the next response begins. */
  end: number
}

const headEnd = Buffer.from('\r\n\r\n')

export interface ResponseReader {
  /** Takes the next bytes; gives the response when they complete it. One response at a time: no pipelining. */
  read(chunk: Buffer): HttpResponse | undefined
}

export function createResponseReader(): ResponseReader {
  let parts: Buffer[] = []
  let length = 0
  /** Bytes of the whole response once its head said so, so that a long body is joined once and not at every chunk. */
  let expected = 0
  return {
    read(chunk) {
      parts.push(chunk)
      length += chunk.length
      if (length < expected) return undefined
      const bytes = parts.length === 1 ? chunk : Buffer.concat(parts, length)
      const response = readResponse(bytes)
      if ('missing' in response) {
        parts = [bytes]
        expected = response.missing
        return undefined
      }
      parts = []
      length = 0
      expected = 0
      return response
    },
  }
}

/** The response at the start of `bytes`, or how many bytes there must be before it is worth another look. */
function readResponse(bytes: Buffer): HttpResponse | { missing: number } {
  const headLength = bytes.indexOf(headEnd)
  if (headLength === -1) return { missing: bytes.length + 1 }
  const head = bytes.toString('latin1', 0, headLength).toLowerCase()
  const start = headLength + headEnd.length
  const status = Number(head.slice(9, 12))
  const length = /\r\ncontent-length: *(\d+)/.exec(head)
  if (length) {
    const end = start + Number(length[1])
    return bytes.length < end ? { missing: end } : { status, body: bytes.subarray(start, end), end }
  }
  const chunked = readChunks(bytes, start)
  return chunked ? { status, ...chunked } : { missing: bytes.length + 1 }
}
