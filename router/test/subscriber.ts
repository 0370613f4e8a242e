import { waitUntil } from '@cma/testing'
import { WebSocket } from 'ws'

interface Message {
  id?: string
  type: string
  payload?: unknown
}

/** A bare graphql-transport-ws client, which shows every message and the close code. */
export interface Subscriber {
  socket: WebSocket
  messages: Message[]
  send(message: unknown): void
  subscribe(id: string, query: string, variables?: Record<string, unknown>): void
  /** Payloads of `next` for an operation. */
  results(id: string): { data?: Record<string, unknown> | null; errors?: unknown[] }[]
  /** The first message that is meant, once it has come. */
  until(meant: (message: Message) => boolean): Promise<Message>
  closed: Promise<{ code: number; reason: string }>
}

export async function connect(
  url: string,
  options: { cookie?: string; origin?: string; protocol?: string } = {},
): Promise<Subscriber> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), options.protocol ?? 'graphql-transport-ws', {
    headers: { ...(options.cookie && { cookie: options.cookie }), ...(options.origin && { origin: options.origin }) },
  })
  const messages: Message[] = []
  socket.on('message', (data) => messages.push(JSON.parse(String(data)) as Message))
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  )
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const send = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  return {
    socket,
    messages,
    send,
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    results: (id) =>
      messages.filter((message) => message.id === id && message.type === 'next').map(({ payload }) => payload as never),
    async until(meant) {
      await waitUntil('a message', () => messages.some(meant))
      return messages.find(meant) as Message
    },
    closed,
  }
}
