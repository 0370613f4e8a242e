import { isJsonObject } from '../execute/data.ts'

/** What a client may send over graphql-transport-ws. */
export type ClientMessage =
  | { type: 'connection_init'; payload?: unknown }
  | { type: 'ping' | 'pong' }
  | { type: 'subscribe'; id: string; payload: unknown }
  | { type: 'complete'; id: string }

/** Undefined: not a message of the protocol, for which it wants the socket closed. */
export function readClientMessage(text: string): ClientMessage | undefined {
  let message: unknown
  try {
    message = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isJsonObject(message)) return undefined
  const { type, id, payload } = message
  switch (type) {
    case 'connection_init':
      return { type, payload }
    case 'ping':
    case 'pong':
      return { type }
    case 'subscribe':
      return typeof id === 'string' && id !== '' ? { type, id, payload } : undefined
    case 'complete':
      return typeof id === 'string' ? { type, id } : undefined
    default:
      return undefined
  }
}
