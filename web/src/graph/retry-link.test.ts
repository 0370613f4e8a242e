import { ApolloLink, gql, Observable } from '@apollo/client'
import { describe, expect, test } from 'vitest'
import { connection, tryNow } from './connection.ts'
import { createRetryLink, pauseMs } from './retry-link.ts'

const query = gql`
  query Q {
    cases {
      id
    }
  }
`
const command = gql`
  mutation M($input: Input!) {
    addNote(input: $input) {
      id
    }
  }
`

type Outcome = Error | ApolloLink.Result

const answer: ApolloLink.Result = { data: { cases: [] } }
const unreachable = new TypeError('Failed to fetch')
const subgraphDown: ApolloLink.Result = {
  errors: [{ message: 'x', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] as never,
}

/** Sends an operation over a line that gives these outcomes, one after the other, and presses "Try now" after each failure. */
function send(document: typeof query, variables: Record<string, unknown>, outcomes: Outcome[]) {
  let attempts = 0
  const line = new ApolloLink(
    () =>
      new Observable((observer) => {
        const outcome = outcomes[attempts] ?? outcomes.at(-1)!
        attempts += 1
        if (outcome instanceof Error) return observer.error(outcome)
        observer.next(outcome)
        observer.complete()
      }),
  )
  const seen: { waiting: number[] } = { waiting: [] }
  const stop = connection.subscribe(() => {
    seen.waiting.push(connection.get().waiting)
    if (connection.get().waiting > 0) queueMicrotask(impatiently)
  })
  function impatiently() {
    if (connection.get().waiting === 0) return
    tryNow()
    queueMicrotask(impatiently)
  }
  const result = new Promise<Outcome>((resolve) => {
    ApolloLink.execute(
      ApolloLink.from([createRetryLink(), line]),
      { query: document, variables },
      { client: {} as never },
    ).subscribe({
      next: resolve,
      error: resolve,
    })
  }).finally(stop)
  return { result, attempts: () => attempts, seen }
}

describe('when the server can not be reached', () => {
  test('a query goes on until it is answered, and the banner shows meanwhile', async () => {
    const sent = send(query, {}, [unreachable, unreachable, subgraphDown, answer])
    expect(await sent.result).toEqual(answer)
    expect(sent.attempts()).toBe(4)
    expect(sent.seen.waiting).toContain(1)
    expect(connection.get().waiting).toBe(0)
  })
  test('a command with a key is sent again', async () => {
    const sent = send(command, { input: { idempotencyKey: 'k' } }, [unreachable, answer])
    expect(await sent.result).toEqual(answer)
  })
  test('a command with a key gives up in the end', async () => {
    const sent = send(command, { input: { idempotencyKey: 'k' } }, [unreachable])
    expect(await sent.result).toBe(unreachable)
    expect(sent.attempts()).toBe(9)
  })
  test('a command without a key is sent once: it may have been carried out', async () => {
    const sent = send(command, { input: {} }, [unreachable, answer])
    expect(await sent.result).toBe(unreachable)
    expect(sent.attempts()).toBe(1)
  })
})

test('what the server refuses is not asked again', async () => {
  const refused: ApolloLink.Result = { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] as never }
  const sent = send(query, {}, [refused, answer])
  expect(await sent.result).toBe(refused)
  expect(sent.attempts()).toBe(1)
})

test('pauses double, up to five seconds, with a fifth of chance', () => {
  for (const [attempt, base] of [
    [1, 400],
    [3, 1_600],
    [20, 5_000],
  ] as const) {
    const pause = pauseMs(attempt)
    expect(pause).toBeGreaterThanOrEqual(base * 0.8)
    expect(pause).toBeLessThanOrEqual(base * 1.2)
  }
})
