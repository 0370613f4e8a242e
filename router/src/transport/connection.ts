import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions as TlsOptions } from 'node:tls'
import { createAnswerReader, type Received } from './answer-reader.ts'

export interface Place {
  host: string
  port: number
  tls: boolean
}

/** One connection to a subgraph, which carries one request at a time. */
export interface Connection {
  /** Sends a whole request; `settle` is called once, with the answer or with why there is none. */
  send(request: string, encoding: 'latin1' | 'utf8', settle: Settle): void
  /** Whether it may still carry a request. */
  usable(): boolean
  close(): void
}

export type Settle = (outcome: Received | Error) => void

export interface ConnectionOptions {
  connectMs: number
  maxBodyBytes: number
  /** It is over; called once, after its last request was settled. */
  onGone: () => void
}

/**
 * Bytes are read into this one buffer, whichever connection they come from: Node hands them over at once, and whoever needs
 * them longer copies them. A buffer for each read is most of what Node's sockets cost otherwise.
 */
const arriving = Buffer.allocUnsafeSlow(64 * 1_024)

export function openConnection({ host, port, tls }: Place, options: ConnectionOptions): Connection {
  const { connectMs, maxBodyBytes, onGone } = options
  const reader = createAnswerReader(maxBodyBytes)
  let settle: Settle | undefined
  let failure: Error | undefined

  const finish = (outcome: Received | Error) => {
    const waiting = settle
    settle = undefined
    waiting?.(outcome)
  }
  const take = (length: number): boolean => {
    try {
      // Without a request, nothing may come.
      if (!settle) throw new Error('a subgraph sent an answer to no question')
      const received = reader.read(arriving.subarray(0, length))
      if (received) finish(socket.writableLength > 0 ? { ...received, keepMs: 0 } : received)
    } catch (error) {
      failure = error as Error
      finish(failure)
      socket.destroy()
    }
    return true
  }
  const onread = { buffer: arriving, callback: take }
  const socket: Socket = tls
    ? connectTls({ host, port, servername: isIP(host) ? '' : host, ALPNProtocols: ['http/1.1'], onread } as TlsOptions)
    : connectTcp({ host, port, noDelay: true, onread })
  const timer = setTimeout(() => socket.destroy(new ConnectTimeout(`no connection within ${connectMs} ms`)), connectMs)
  socket.once(tls ? 'secureConnect' : 'connect', () => clearTimeout(timer))
  socket.on('error', (error) => (failure ??= error))
  socket.on('end', () => (failure ??= new Error('the subgraph ended the connection')))
  socket.once('close', () => {
    clearTimeout(timer)
    finish(reader.end() ?? failure ?? new Error('the connection was closed'))
    onGone()
  })
  return {
    send(request, encoding, whenSettled) {
      settle = whenSettled
      socket.write(request, encoding)
    },
    usable: () => failure === undefined && socket.writable,
    close: () => void socket.destroy(),
  }
}

/** Like those of the system, it has a code. */
class ConnectTimeout extends Error {
  override name = 'ConnectTimeout'
  readonly code = 'CONNECT_TIMEOUT'
}
