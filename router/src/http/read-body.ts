import type { IncomingMessage } from 'node:http'

/** The client's fault, answered with this status and code. */
export class HttpRefusal extends Error {
  override name = 'HttpRefusal'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.status = status
    this.code = code
  }
}

/** The whole body as text. Stops reading as soon as it is too large. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => new HttpRefusal(413, 'BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`)
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return reject(tooLarge())
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > maxBytes) {
        request.pause()
        reject(tooLarge())
      } else {
        chunks.push(chunk)
      }
    })
    request.on('end', () => {
      const [first] = chunks
      resolve((chunks.length === 1 && first ? first : Buffer.concat(chunks, bytes)).toString('utf8'))
    })
    request.on('error', reject)
    request.on('close', () => {
      if (request.complete) return
      reject(new HttpRefusal(400, 'BODY_INCOMPLETE', 'The connection closed before the end of the body.'))
    })
  })
}
