import { identityHeader } from './identity-token.ts'

export type GraphAnswer<Data> = {
  data: Data | null | undefined
  errors: ReadonlyArray<{ message: string; extensions?: { code?: string } }>
}

/** @throws when the router cannot be reached or does not answer in time; errors of the graph are in the answer */
export type AskGraph = <Data>(document: string, variables?: Record<string, unknown>) => Promise<GraphAnswer<Data>>

/** Asks through the router with the caller's own identity, so that nobody learns more than they may. */
export function createAskGraph({
  routerUrl,
  identity,
  timeoutMs = 5_000,
}: {
  routerUrl: string
  identity: string
  timeoutMs?: number
}): AskGraph {
  return async (query, variables = {}) => {
    const response = await fetch(new URL('/graphql', routerUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json', [identityHeader]: identity },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    const answer = (await response.json()) as Partial<GraphAnswer<never>>
    if (!response.ok && !answer.errors) throw new Error(`The router answered with status ${response.status}`)
    return { data: answer.data, errors: answer.errors ?? [] }
  }
}
