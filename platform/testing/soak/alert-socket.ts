import { WebSocket } from 'ws'

export type ReceivedAlert = { id: string; code: string; raisedAt: string; centre: { name: string } | null }

export type AlertSocket = {
  /** Ids of all alerts that came, over all connections, in order. */
  received: string[]
  /** Alerts that came a second time. */
  repeated: number
  /** Results with an error, or an alert that came without its case or centre. */
  incomplete: number
  /** Close codes of connections that were lost. */
  closes: number[]
  isLive(): boolean
  stop(): void
}

export type AlertSocketOptions = {
  /** ws://.../graphql */
  url: string
  cookie: string
  query: string
  /** The cursor to begin after. */
  after: string
  onAlert(alert: ReceivedAlert): void
}

const firstPauseMs = 200
const longestPauseMs = 3_000

/**
 * Follows the alerts as the web app does: remembers the last cursor, and comes back with it after a pause that differs
 * from one to the next. Bare, so that thousands fit into one process.
 */
export function followAlerts({ url, cookie, query, after, onAlert }: AlertSocketOptions): AlertSocket {
  const seen = new Set<string>()
  const state: AlertSocket = { received: [], repeated: 0, incomplete: 0, closes: [], isLive: () => live, stop }
  let cursor = after
  let pauseMs = firstPauseMs
  let live = false
  let stopped = false
  let socket: WebSocket
  let timer: NodeJS.Timeout | undefined

  function connect() {
    socket = new WebSocket(url, 'graphql-transport-ws', { headers: { cookie }, perMessageDeflate: false })
    socket.on('open', () => socket.send('{"type":"connection_init"}'))
    socket.on('message', (data: Buffer) => take(JSON.parse(data.toString()) as Message))
    socket.on('error', () => {}) // seen as the close that follows
    socket.on('close', (code) => {
      live = false
      if (stopped) return
      state.closes.push(code)
      timer = setTimeout(connect, pauseMs * (0.5 + Math.random()))
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }
  function take(message: Message) {
    switch (message.type) {
      case 'connection_ack':
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { after: cursor } } }))
        pauseMs = firstPauseMs
        live = true
        return
      case 'ping':
        return socket.send('{"type":"pong"}')
      case 'next':
        return event(message.payload)
      default:
        socket.terminate() // refused, or ended by the server: as good as lost
    }
  }
  function event({ data, errors }: Payload) {
    const raised = data?.complianceAlertRaised
    if (errors || !raised?.alert.case || !raised.alert.centre) state.incomplete += 1
    if (!raised) return
    cursor = raised.cursor
    if (seen.has(raised.alert.id)) state.repeated += 1
    seen.add(raised.alert.id)
    state.received.push(raised.alert.id)
    onAlert(raised.alert)
  }
  function stop() {
    stopped = true
    clearTimeout(timer)
    socket.terminate()
  }

  connect()
  return state
}

type Payload = {
  data?: { complianceAlertRaised: { cursor: string; alert: ReceivedAlert & { case: object | null } } } | null
  errors?: unknown[]
}
type Message = { type: 'connection_ack' | 'ping' } | { type: 'next'; payload: Payload } | { type: 'error' | 'complete' }
