import { ApolloLink, Observable } from '@apollo/client'
import { createClient, type Client } from 'graphql-ws'
import { connection, liveLineIs } from './connection.ts'
import { documentText } from './document-ids.ts'
import { pauseBefore, pauseMs } from './retry-link.ts'

const heartbeatMs = 10_000
const answerWithinMs = 5_000

/** Closed by the server because the session with which the line was opened has ended. */
const signedOutCodes = new Set([4401, 4403])

/**
 * Subscriptions over graphql-ws that survive lost connections for as long as somebody listens. After a loss the
 * operation is sent again with `after` set to the last cursor that was seen, so that nothing is missed or told twice.
 */
export function createLiveLink(url: string, stillSignedIn: () => Promise<boolean>): ApolloLink {
  const client = createLine(url)
  return new ApolloLink(
    (operation) =>
      new Observable((observer) => {
        const query = documentText(operation.query)
        let variables = operation.variables
        let failures = 0
        let stopped = false
        let stop = () => {}
        const listen = () => {
          stop = client.subscribe<Record<string, { cursor?: string } | null>>(
            { query, variables, operationName: operation.operationName },
            {
              next(result) {
                failures = 0
                const cursor = Object.values(result.data ?? {})[0]?.cursor
                if (cursor !== undefined) variables = { ...variables, after: cursor }
                observer.next(result as ApolloLink.Result)
              },
              error: (reason) => again(reason),
              complete: () => again(undefined),
            },
          )
        }
        const again = (reason: unknown) => {
          if (stopped) return
          failures += 1
          if (connection.get().live !== 'live') liveLineIs('lost')
          const listenSoon = () => {
            if (!stopped) stop = pauseBefore(listen, pauseMs(failures))
          }
          if (!isClose(reason) || !signedOutCodes.has(reason.code)) return listenSoon()
          // The line belonged to a session that is over: for good, or because a new one took its place.
          void stillSignedIn().then((signedIn) => signedIn && listenSoon())
        }
        listen()
        return () => {
          stopped = true
          stop()
        }
      }),
  )
}

function isClose(reason: unknown): reason is { code: number } {
  return typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'number'
}

/** One socket for all subscriptions, opened with the first. It never retries by itself: the link does, with a newer cursor. */
function createLine(url: string): Client {
  let deadline: ReturnType<typeof setTimeout> | undefined
  let socket: WebSocket | undefined
  return createClient({
    url,
    lazy: true,
    retryAttempts: 0,
    keepAlive: heartbeatMs,
    on: {
      connecting: () => liveLineIs('connecting'),
      connected(opened) {
        socket = opened as WebSocket
        liveLineIs('live')
      },
      closed() {
        clearTimeout(deadline)
        liveLineIs('lost')
      },
      // A socket whose other end has gone looks open for minutes; a ping without a pong tells.
      ping(received) {
        if (received) return
        deadline = setTimeout(() => {
          if (socket?.readyState === WebSocket.OPEN) socket.close(4408, 'No answer')
        }, answerWithinMs)
      },
      pong(received) {
        if (received) clearTimeout(deadline)
      },
    },
  })
}
