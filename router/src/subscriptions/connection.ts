import type { WebSocket } from 'ws'
import type { ResponseError } from '../execute/errors.ts'
import { closeCodes, type CloseReason } from './close-codes.ts'
import { readClientMessage } from './client-message.ts'

/** Results of one operation on their way to its client. */
export interface OperationSink {
  next(result: string): void
  /** The operation did not begin, for these reasons. */
  refused(errors: readonly ResponseError[]): void
  complete(): void
  close(reason: CloseReason): void
}

export interface ConnectionOptions {
  /** Called at connection_init; a reason refuses the connection. */
  accept(): Promise<CloseReason | undefined>
  /** Starts an operation and returns how to cancel it. */
  start(payload: unknown, sink: OperationSink): () => void
  maxOperations?: number
  initTimeoutMs?: number
  /** Bytes that may wait for a client that does not read. */
  maxBufferedBytes?: number
}

export interface Connection {
  close(reason: CloseReason): void
}

/** The graphql-transport-ws protocol over one socket. Ends all its operations when the socket closes, at once. */
export function serveConnection(socket: WebSocket, options: ConnectionOptions): Connection {
  const { maxOperations = 100, initTimeoutMs = 5_000, maxBufferedBytes = 1_000_000 } = options
  const operations = new Map<string, () => void>()
  let initialised = false
  let acknowledged = false
  const initTimer = setTimeout(() => close(closeCodes.initTimeout, 'Connection initialisation timeout'), initTimeoutMs)

  const close = (code: number, reason: string) => {
    if (socket.readyState === socket.OPEN) socket.close(code, reason)
    endAll()
  }
  const endAll = () => {
    clearTimeout(initTimer)
    const cancels = [...operations.values()]
    operations.clear()
    for (const cancel of cancels) cancel()
  }
  const send = (text: string) => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > maxBufferedBytes) {
      close(closeCodes.tooSlow, 'Too slow: connect again and resume from your last cursor')
    } else {
      socket.send(text)
    }
  }

  const init = async () => {
    if (initialised) return close(closeCodes.tooManyInits, 'Too many initialisation requests')
    initialised = true
    const refused = await options.accept()
    if (refused) return close(refused.code, refused.reason)
    clearTimeout(initTimer)
    acknowledged = true
    send('{"type":"connection_ack"}')
  }

  const subscribe = (id: string, payload: unknown) => {
    if (!acknowledged) return close(closeCodes.unauthorized, 'Unauthorized')
    if (operations.has(id)) return close(closeCodes.duplicateId, `Subscriber for ${id.slice(0, 60)} already exists`)
    if (operations.size >= maxOperations) return close(closeCodes.tooMany, 'Too many operations on one connection')
    const start = `{"id":${JSON.stringify(id)},"type":`
    const isOpen = () => operations.get(id) === cancel
    let cancelStarted: (() => void) | undefined
    const cancel = () => cancelStarted?.()
    operations.set(id, cancel)
    cancelStarted = options.start(payload, {
      next: (result) => {
        if (isOpen()) send(`${start}"next","payload":${result}}`)
      },
      refused: (errors) => {
        if (isOpen() && operations.delete(id)) send(`${start}"error","payload":${JSON.stringify(errors)}}`)
      },
      complete: () => {
        if (isOpen() && operations.delete(id)) send(`${start}"complete"}`)
      },
      close: ({ code, reason }) => close(code, reason),
    })
    if (!isOpen()) cancelStarted() // it ended, or the socket did, while it was being started
  }

  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : readClientMessage((data as Buffer).toString('utf8'))
    switch (message?.type) {
      case 'connection_init':
        return void init()
      case 'subscribe':
        return subscribe(message.id, message.payload)
      case 'complete': {
        const cancel = operations.get(message.id)
        operations.delete(message.id)
        return cancel?.()
      }
      case 'ping':
        return send('{"type":"pong"}')
      case 'pong':
        return
      case undefined:
        return close(closeCodes.invalidMessage, 'Invalid message')
    }
  })
  socket.on('close', endAll)
  socket.on('error', () => socket.terminate())
  return { close: ({ code, reason }) => close(code, reason) }
}
