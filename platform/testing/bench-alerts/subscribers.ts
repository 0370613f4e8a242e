// The subscribers' side, in a process of its own, the same for all that is compared: it opens sockets, and says when each got a message.
import { WebSocket } from 'ws'
import { answerQuestions } from './child.ts'
import { now } from './now.ts'

/** `alerts` are GraphQL subscriptions at the router; `plain` sockets send nothing, and get text. */
export type Group = 'alerts' | 'plain'

export type SubscribersQuestion =
  | { open: Group; url: string; cookies: string[]; query: string; after: string }
  | { await: Group; deadlineMs: number }
  | { expect: Group }

export type Arrivals = {
  /** When each socket of the group had the message, epoch milliseconds. */
  at: number[]
  /** The message, as the first socket got it. */
  text: string
}

/** Which alerts are measured. */
const measuredCode = 'SAFEGUARDING_DISCLOSURE'

type Message = {
  type: string
  payload?: { data?: { complianceAlertRaised: { alert: { code: string } } } | null; errors?: unknown }
}
type State = { sockets: WebSocket[]; at: number[]; text: string; failure: Error | undefined; wake: () => void }
const state = (): State => ({ sockets: [], at: [], text: '', failure: undefined, wake: () => {} })
const groups: Record<Group, State> = { alerts: state(), plain: state() }
/** Sockets that are opened at the same time. */
const atOnce = 50

answerQuestions<SubscribersQuestion, Arrivals | number>(async (question) => {
  if ('open' in question) return open(question)
  if ('expect' in question) {
    const group = groups[question.expect]
    if (group.at.length > 0) throw new Error(`${question.expect}: a message came that nobody sent`)
    return group.sockets.length
  }
  return arrivals(question.await, question.deadlineMs)
})

async function open(question: Extract<SubscribersQuestion, { open: Group }>): Promise<number> {
  const { cookies } = question
  for (let from = 0; from < cookies.length; from += atOnce)
    await Promise.all(cookies.slice(from, from + atOnce).map((cookie) => openOne(question, cookie)))
  return groups[question.open].sockets.length
}

function openOne(
  { open: name, url, query, after }: Extract<SubscribersQuestion, { open: Group }>,
  cookie: string,
): Promise<void> {
  const group = groups[name]
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const options = { perMessageDeflate: false, ...(cookie !== '' && { headers: { cookie } }) }
  const socket = new WebSocket(url, name === 'alerts' ? ['graphql-transport-ws'] : [], options)
  const lost = (error: Error) => {
    group.failure ??= error
    reject(error)
    group.wake()
  }
  socket.on('error', lost)
  socket.on('close', (code) => lost(new Error(`a socket of ${name} was closed (${code})`)))
  socket.on('open', () => (name === 'alerts' ? socket.send('{"type":"connection_init"}') : resolve()))
  socket.on('message', (data: Buffer) => {
    const text = data.toString()
    const message = JSON.parse(text) as Message
    if (message.type === 'ping') return socket.send('{"type":"pong"}')
    if (message.type === 'connection_ack') {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { after } } }))
      return resolve()
    }
    if (message.type !== 'next' || message.payload?.errors) return lost(new Error(`instead of an alert came ${text}`))
    // The demo's own alerts go on meanwhile: a deadline passes, a rung of the ladder is told.
    if (message.payload?.data?.complianceAlertRaised.alert.code !== measuredCode) return
    if (group.at.length === 0) group.text = text
    if (group.at.push(now()) >= group.sockets.length) group.wake()
  })
  group.sockets.push(socket)
  return promise
}

/** Waits until each socket has one message more; more than one each ends the run. */
async function arrivals(name: Group, deadlineMs: number): Promise<Arrivals> {
  const group = groups[name]
  const wanted = group.sockets.length
  if (group.at.length < wanted && group.failure === undefined) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, deadlineMs)
      group.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  if (group.failure) throw group.failure
  if (group.at.length !== wanted)
    throw new Error(`${group.at.length} messages reached ${wanted} sockets of ${name} within ${deadlineMs} ms`)
  const { at, text } = group
  group.at = []
  return { at, text }
}
