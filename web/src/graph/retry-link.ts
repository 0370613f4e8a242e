import { ApolloLink, Observable } from '@apollo/client'
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors'
import { OperationTypeNode } from 'graphql'
import { onTryNow, serverAnswered, startWaiting } from './connection.ts'

const firstPauseMs = 400
const longestPauseMs = 5_000
/** A command is tried again for about half a minute; then the person decides. */
const commandAttempts = 9

/** Errors that say "not now" rather than "no". */
const passingCodes = new Set([
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'SESSIONS_UNAVAILABLE',
  'SIGN_IN_UNAVAILABLE',
])

/**
 * Goes on trying when the server can't be reached: queries for as long as the page wants them, commands only
 * when they carry an idempotency key, so that nothing happens twice.
 */
export function createRetryLink(): ApolloLink {
  return new ApolloLink((operation, forward) => {
    if (operation.operationType === OperationTypeNode.SUBSCRIPTION) return forward(operation)
    const attempts = attemptsFor(operation)
    return new Observable((observer) => {
      let count = 0
      let subscription: { unsubscribe(): void } | undefined
      let cancelPause: (() => void) | undefined
      let stopWaiting: (() => void) | undefined
      const settled = () => {
        stopWaiting?.()
        serverAnswered()
      }
      const attempt = () => {
        count += 1
        subscription = forward(operation).subscribe({
          next(result) {
            const passing = result.errors?.some((error) => passingCodes.has(String(error.extensions?.['code'])))
            if (passing && count < attempts) return pause()
            settled()
            observer.next(result)
            observer.complete()
          },
          error(error: unknown) {
            if (cannotReach(error) && count < attempts) return pause()
            settled()
            observer.error(error)
          },
        })
      }
      const pause = () => {
        stopWaiting ??= startWaiting()
        cancelPause = pauseBefore(attempt, pauseMs(count))
      }
      attempt()
      return () => {
        cancelPause?.()
        stopWaiting?.()
        subscription?.unsubscribe()
      }
    })
  })
}

function attemptsFor(operation: ApolloLink.Operation): number {
  if (operation.operationType === OperationTypeNode.QUERY) return Number.POSITIVE_INFINITY
  const input = operation.variables['input'] as { idempotencyKey?: string } | undefined
  return input?.idempotencyKey ? commandAttempts : 1
}

/** A failed fetch, an answer from something that stands in front of a dead server, or one that says to come back later. */
function cannotReach(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) return false
  if (ServerError.is(error)) return [429, 502, 503, 504].includes(error.statusCode)
  return error instanceof TypeError
}

/** Doubling, with a fifth of chance so that a hundred browsers don't come back in one moment. */
export function pauseMs(attempt: number): number {
  const base = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1))
  return base * (0.8 + Math.random() * 0.4)
}

export function pauseBefore(next: () => void, ms: number): () => void {
  const done = () => {
    cancel()
    next()
  }
  const timer = setTimeout(done, ms)
  const stopListening = onTryNow(done)
  const cancel = () => {
    clearTimeout(timer)
    stopListening()
  }
  return cancel
}
