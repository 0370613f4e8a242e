import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Client } from '../auth/client.ts'
import type { Documents } from '../documents/documents.ts'
import type { ResponseError } from '../execute/errors.ts'
import type { Send } from '../execute/execution.ts'
import type { Graph, GraphRequest } from '../graph.ts'
import { RateLimited, refusalError } from '../limits/rate-limited.ts'
import { withExtension, writeRefusal } from '../respond/respond.ts'
import { prepareSafely } from '../subscriptions/run-operation.ts'
import { recordOperation, recordRefusal, traced } from '../telemetry.ts'
import { parseJson, readGraphRequest, type SentOperation } from './graphql-request.ts'
import { HttpRefusal, readBody } from './read-body.ts'

export interface EndpointOptions {
  maxBodyBytes: number
  documents: Documents
  /** `WWW-Authenticate` of a 401. */
  challenge?: string
  /** Signs the caller in, or throws an `HttpRefusal`. */
  admit(request: IncomingMessage): Promise<Admitted> | Admitted
  /** Told of everything unexpected; the client is not. */
  onError?(error: unknown): void
}

export interface Admitted extends Client {
  /** The graph in force for this request: a reload does not change it under way. */
  graph: Graph
  send: Send
  /** Nobody has signed in: only questions about the schema are answered. */
  anonymous: boolean
  /** Shares the answer of a query that the same caller is already asking; `question` is the whole request. */
  share?: ((question: string, answer: () => Promise<Answer>) => Promise<Answer>) | undefined
  /** Runs the operation as server-sent events, for whoever accepts those. */
  stream?: ((operation: GraphRequest, response: ServerResponse) => void) | undefined
}

/** `POST /graphql`. */
export function createGraphqlEndpoint(options: EndpointOptions) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const started = performance.now()
    try {
      if (request.method !== 'POST') throw new HttpRefusal(405, 'METHOD_NOT_ALLOWED', 'Send operations with POST.')
      const client = await options.admit(request)
      const { graph, send, anonymous, stream, share } = client
      const text = await readBody(request, options.maxBodyBytes)
      const sent = readGraphRequest(parseJson(text))
      // Whoever has not signed in does not get to make the planner work either.
      if (anonymous && !asksForSchema(sent)) throw unauthenticated()
      const found = options.documents.find(sent, client)
      const body = found instanceof Promise ? await found : found
      if (stream && request.headers.accept?.includes('text/event-stream')) return stream(body, response)
      const runnable = traced('router.prepare', () => prepareSafely(graph, body, client, options.onError))
      if (Array.isArray(runnable)) {
        recordRefusal(runnable[0]?.extensions.code ?? 'UNKNOWN')
        return answer(response, 400, writeRefusal(runnable))
      }
      options.documents.keep(body)
      if (request.headers[costHeader] !== undefined)
        response.setHeader(costHeader, describeCost(runnable.cost, client.budget))
      if (anonymous && (runnable.prepared.run || runnable.prepared.primary)) throw unauthenticated()
      if (runnable.prepared.operation.operation === 'subscription') {
        throw new HttpRefusal(
          400,
          'SUBSCRIPTION_NEEDS_STREAM',
          'Subscribe over a WebSocket (graphql-transport-ws), or accept text/event-stream.',
        )
      }
      const execute = () => traced('router.execute', async () => ready(await graph.execute(runnable, send)))
      if (client.mayReadPlans && request.headers[planHeader] !== undefined) {
        const result = (await execute()).toString()
        answer(response, 200, withExtension(result, 'queryPlan', runnable.prepared.plan))
      } else {
        const isQuery = runnable.prepared.operation.operation === 'query'
        answer(response, 200, await (share && isQuery ? share(text, execute) : execute()))
      }
      recordOperation(runnable.prepared.operation.operation, performance.now() - started)
    } catch (error) {
      refuse(response, error, options)
    }
  }
}

function asksForSchema({ query = '' }: SentOperation): boolean {
  return query.includes('__schema') || query.includes('__type(')
}

/** On a request: show the plan, in the response's `extensions.queryPlan`. */
const planHeader = 'x-query-plan'

/** On a request: tell what the operation may cost. On the answer: `<cost>; budget=<budget>`. */
const costHeader = 'x-query-cost'

function describeCost(cost: number | undefined, budget: number | undefined): string {
  return cost === undefined ? 'not reckoned' : `${cost}; budget=${budget}`
}

function unauthenticated(): HttpRefusal {
  return new HttpRefusal(
    401,
    'UNAUTHENTICATED',
    'You are not signed in, or your session has ended. Sign in and try again.',
  )
}

function refuse(
  response: ServerResponse,
  error: unknown,
  { onError, challenge }: Pick<EndpointOptions, 'onError' | 'challenge'>,
): void {
  if (response.headersSent || response.destroyed) return
  if (error instanceof HttpRefusal) {
    recordRefusal(error.code)
    if (error.cause !== undefined) onError?.(error.cause)
    if (error.status === 401 && challenge) response.setHeader('www-authenticate', challenge)
    if (error.status === 405) response.setHeader('allow', 'POST')
    if (error.status === 413) response.setHeader('connection', 'close') // the rest of the body is not read
    if (error instanceof RateLimited) response.setHeader('retry-after', error.retryAfterSeconds)
    return answer(response, error.status, writeRefusal([refusalError(error)]))
  }
  onError?.(error)
  answer(response, 500, writeRefusal([internal]))
}

const internal: ResponseError = {
  message: 'Something went wrong here. It has been recorded.',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
}

/** The text of a response, or its bytes where it is long: those who share a long one then share its encoding too. */
export type Answer = string | Buffer

const longCharacters = 16_000

function ready(text: string): Answer {
  return text.length > longCharacters ? Buffer.from(text) : text
}

function answer(response: ServerResponse, status: number, body: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    // A short text goes out with its head in one piece, which is why it was left a text.
    'content-length': typeof body === 'string' ? Buffer.byteLength(body) : body.length,
    'cache-control': 'no-store',
  })
  response.end(body)
}
