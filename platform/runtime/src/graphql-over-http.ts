import type { IncomingMessage, ServerResponse } from 'node:http'
import { HeaderMap, type ApolloServer } from '@apollo/server'
import type { Authenticate } from './authenticate.ts'
import { createContext, type Context } from './context.ts'
import { textOf } from './graphql-engine.ts'
import { readBody, send, sendError } from './http.ts'
import { identityHeader } from './identity-token.ts'
import { operationName, requestDuration } from './metrics.ts'
import { unannouncedHeader } from './results.ts'
import type { Services } from './services.ts'
import { countingStatements } from './statement-count.ts'
import type { Subgraph } from './subgraph.ts'

/** How many SQL statements the request took; the tests of "does not grow with the number of rows" read it. */
export const statementsHeader = 'x-sql-statements'

type Options<Db, Loaders> = {
  subgraph: Subgraph<Db, Loaders>
  services: Services<Db>
  apollo: ApolloServer<Context<Db, Loaders>>
  authenticate: Authenticate
}

export function graphqlOverHttp<Db, Loaders>({ subgraph, services, apollo, authenticate }: Options<Db, Loaders>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const caller = await authenticate(request.headers[identityHeader])
    if (!caller) return sendError(response, 401, 'UNAUTHENTICATED', 'This service answers the router only')
    if (request.method !== 'POST') return sendError(response, 405, 'BAD_REQUEST', 'Send a POST request')
    let body: unknown
    try {
      body = JSON.parse(await readBody(request))
    } catch (error) {
      const tooLarge = error instanceof RangeError
      if (tooLarge) response.setHeader('connection', 'close') // the rest of the body is still on its way
      return sendError(
        response,
        tooLarge ? 413 : 400,
        'BAD_REQUEST',
        tooLarge ? 'The request is too large' : 'The body is not JSON',
      )
    }
    const headers = new HeaderMap()
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, String(value))
    const ctx = createContext({
      viewer: caller.viewer,
      services,
      askGraph: caller.askGraph,
      createLoaders: subgraph.createLoaders,
    })
    const startedAt = performance.now()
    let failed = true
    try {
      const { result, statements } = await countingStatements(async () => {
        const answer = await apollo.executeHTTPGraphQLRequest({
          httpGraphQLRequest: { method: 'POST', headers, search: '', body },
          context: async () => ctx,
        })
        return { answer, text: await textOf(answer) }
      })
      const { answer, text } = result
      failed = text.startsWith('{"errors"') // where @apollo/server puts them
      send(
        response,
        answer.status ?? 200,
        {
          ...Object.fromEntries(answer.headers),
          [statementsHeader]: String(statements),
          ...(services.changes.owes() && { [unannouncedHeader]: '1' }),
        },
        text,
      )
    } finally {
      requestDuration.record((performance.now() - startedAt) / 1000, {
        subgraph: subgraph.name,
        operation: operationName(body),
        failed,
      })
      await ctx.releaseLane()
    }
  }
}
