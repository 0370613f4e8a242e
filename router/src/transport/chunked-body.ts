/** Takes the chunk sizes out of a chunked HTTP/1.1 body, however its bytes are cut into pieces. */
export interface ChunkedBody {
  /** Reads bytes from `start`; the parts of the body are handed to `take`. Returns where the body ends, or -1 while it goes on. */
  read(bytes: Buffer, start: number): number
}

const carriageReturn = 0x0d
const lineFeed = 0x0a
/** Of a line with a size, or of a trailer: far more than any is. */
const maxLineBytes = 4_096

/** Throws an Error for what is no chunked body. `take` gets bytes that are overwritten afterwards. */
export function createChunkedBody(take: (part: Buffer) => void): ChunkedBody {
  let state: 'size' | 'data' | 'after data' | 'trailers' = 'size'
  let left = 0
  let line = ''

  /** The place after the line's end; -1 while it is incomplete (its beginning is kept in `line`). */
  const readLine = (bytes: Buffer, start: number): number => {
    const end = bytes.indexOf(lineFeed, start)
    line += bytes.toString('latin1', start, end === -1 ? bytes.length : end)
    if (line.length > maxLineBytes) throw new Error('a line of a chunked body is too long')
    if (end === -1) return -1
    if (line.charCodeAt(line.length - 1) === carriageReturn) line = line.slice(0, -1)
    return end + 1
  }

  return {
    read(bytes, start) {
      let at = start
      while (at < bytes.length) {
        if (state === 'data') {
          const part = bytes.subarray(at, at + left)
          take(part)
          at += part.length
          left -= part.length
          if (left === 0) state = 'after data'
          continue
        }
        const next = readLine(bytes, at)
        if (next === -1) return -1
        at = next
        const text = line
        line = ''
        if (state === 'size') {
          const [, size] = /^([0-9a-f]{1,12})[ \t]*(?:;.*)?$/i.exec(text) ?? []
          if (size === undefined) throw new Error('a chunk has no size')
          left = Number.parseInt(size, 16)
          state = left === 0 ? 'trailers' : 'data'
        } else if (state === 'after data') {
          if (text !== '') throw new Error('a chunk is longer than its size')
          state = 'size'
        } else if (text === '') {
          return at
        }
      }
      return -1
    },
  }
}
