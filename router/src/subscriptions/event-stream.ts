import type { ServerResponse } from 'node:http'
import type { CloseReason } from './close-codes.ts'
import type { OperationSink } from './connection.ts'

export interface EventStreamOptions {
  /** Bytes that may wait for a client that does not read. */
  maxBufferedBytes: number
  keepAliveMs?: number
}

/** An operation's results as server-sent events: the graphql-sse protocol, one connection for each operation. */
export interface EventStream extends OperationSink {
  /** Calls back once, when the client has gone or everything has been said. */
  onEnd(done: () => void): void
}

/**
 * For partner software behind proxies that let no WebSockets through. Events are `next` and `complete`; a stream that the
 * router must end says why in a last `next` with an error whose code is the WebSocket's close code.
 */
export function openEventStream(response: ServerResponse, options: EventStreamOptions): EventStream {
  const { maxBufferedBytes, keepAliveMs = 12_000 } = options
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-store, no-transform',
    'x-accel-buffering': 'no',
  })
  response.write(':\n\n') // proxies pass the head on once something follows it
  const keepAlive = setInterval(() => response.write(':\n\n'), keepAliveMs)
  response.on('close', () => clearInterval(keepAlive))

  const next = (result: string) => {
    if (response.writableEnded || response.destroyed) return
    if (response.writableLength > maxBufferedBytes) response.destroy() // the client resumes from its last cursor
    else response.write(`event: next\ndata: ${result}\n\n`)
  }
  const complete = () => {
    if (!response.writableEnded) response.end('event: complete\ndata:\n\n')
  }
  return {
    next,
    complete,
    refused(errors) {
      next(JSON.stringify({ errors }))
      complete()
    },
    close({ code, reason }: CloseReason) {
      next(JSON.stringify({ errors: [{ message: reason, extensions: { code: String(code) } }] }))
      complete()
    },
    onEnd: (done) => void response.on('close', done),
  }
}
