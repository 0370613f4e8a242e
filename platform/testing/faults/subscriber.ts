import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'
import { contractOperations } from '../src/contract.ts'
import type { SignedInPerson } from './people.ts'

export type Delivery = { cursor: string; alertId: string; caseId: string | null }

export type Subscriber = AsyncDisposable & {
  person: SignedInPerson
  /** Over all connections, in order. */
  received: Delivery[]
  connections(): number
  /** How the router closed connections, by code. */
  closes: Map<number, number>
  /** Reads nothing for a time: what comes piles up at the router. */
  stall(milliseconds: number): Promise<void>
  /** Loses its line, as a telephone does in a tunnel. */
  drop(): void
}

/** Somebody who is refused comes back later than one whose line broke. */
const refusedPauseMs = 3_000

type Message = {
  type: string
  id?: string
  payload?: { data?: { complianceAlertRaised: { cursor: string; alert: { id: string; case: { id: string } | null } } } }
}

/**
 * Follows a person's alerts as a careful client does: it knows the last cursor, and goes on from it whenever the line is lost.
 * On a bare socket, so that it can stop reading, which graphql-ws's client cannot.
 */
export function subscribe(url: string, person: SignedInPerson, after: string, random: () => number): Subscriber {
  const received: Delivery[] = []
  const closes = new Map<number, number>()
  let connections = 0
  let stopped = false
  let socket: WebSocket | undefined
  let pauseMs = 50
  const ending = new AbortController()

  const connectOnce = () =>
    new Promise<void>((resolve) => {
      connections += 1
      const own = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', {
        headers: { cookie: person.client.cookie },
        handshakeTimeout: 5_000,
      })
      socket = own
      own.on('open', () => own.send('{"type":"connection_init"}'))
      own.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Message
        if (message.type === 'connection_ack') own.send(subscribeMessage(received.at(-1)?.cursor ?? after))
        if (message.type === 'ping') own.send('{"type":"pong"}')
        if (message.type === 'error') pauseMs = refusedPauseMs
        if (message.type === 'error' || message.type === 'complete') own.close()
        const raised = message.payload?.data?.complianceAlertRaised
        if (message.type === 'next' && raised)
          received.push({ cursor: raised.cursor, alertId: raised.alert.id, caseId: raised.alert.case?.id ?? null })
      })
      own.on('error', () => {}) // seen as the close that follows
      own.on('close', (code) => {
        closes.set(code, (closes.get(code) ?? 0) + 1)
        resolve()
      })
    })
  const following = (async () => {
    while (!stopped) {
      pauseMs = 50
      await connectOnce()
      if (!stopped) await wait(pauseMs + random() * 450, undefined, { signal: ending.signal }).catch(() => {}) // as clients back off, not all at once
    }
  })()

  return {
    person,
    received,
    closes,
    connections: () => connections,
    async stall(milliseconds) {
      const stalled = socket
      stalled?.pause()
      await wait(milliseconds)
      stalled?.resume()
    },
    drop: () => socket?.terminate(),
    async [Symbol.asyncDispose]() {
      stopped = true
      ending.abort()
      socket?.terminate()
      await following
    },
  }
}

function subscribeMessage(after: string): string {
  const query = contractOperations().get('Alerts')!
  return JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { after } } })
}
