import { unannouncedHeader } from '@cma/runtime'
import { Pool, type Dispatcher } from 'undici'
import { SubgraphFailure } from '../execute/errors.ts'

export interface HttpClientOptions {
  /** From sending until the whole answer is there. */
  timeoutMs?: number
  maxResponseBytes?: number
  /** Sockets to one subgraph; further requests wait for a free one. */
  connections?: number
}

export interface HttpAnswer {
  status: number
  /** A change that the subgraph could not announce to those who remember answers. */
  unannounced: boolean
  text: string
}

/** One subgraph's address over kept-alive connections. Rejects with a `SubgraphFailure`. */
export interface HttpClient {
  post(body: string, headers: Record<string, string>): Promise<HttpAnswer>
  close(): Promise<void>
}

/** The subgraph was never reached, so that even a mutation may be sent again. */
const neverSent = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'])

export function isNeverSent(failure: unknown): boolean {
  const { cause } = failure instanceof Error ? failure : {}
  return cause instanceof Error && 'code' in cause && neverSent.has(String(cause.code))
}

export function createHttpClient(address: string, options: HttpClientOptions = {}): HttpClient {
  const { timeoutMs = 20_000, maxResponseBytes = 64 * 1024 * 1024, connections = 64 } = options
  const url = new URL(address)
  const path = url.pathname + url.search
  const pool = new Pool(url.origin, {
    connections,
    pipelining: 1,
    connect: { timeout: 2_000 },
    keepAliveTimeout: 30_000,
    // One timer of ours covers the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    post: (body, headers) =>
      new Promise((resolve, reject) => {
        const handler = collectAnswer({ resolve, reject, timeoutMs, maxResponseBytes })
        // `dispatch` is undici's lowest layer: no streams and no body mixins are built for each answer.
        pool.dispatch({ path, method: 'POST', headers: { ...jsonHeaders, ...headers }, body }, handler)
      }),
    close: () => pool.destroy(),
  }
}

const jsonHeaders = { 'content-type': 'application/json', accept: 'application/json' }

function collectAnswer({
  resolve,
  reject,
  timeoutMs,
  maxResponseBytes,
}: {
  resolve: (answer: HttpAnswer) => void
  reject: (failure: SubgraphFailure) => void
  timeoutMs: number
  maxResponseBytes: number
}): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = []
  let bytes = 0
  let status = 0
  let unannounced = false
  let timedOut = false
  let controller: Dispatcher.DispatchController | undefined
  const timer = setTimeout(() => {
    timedOut = true
    // Without a connection yet, nothing can be aborted; the answer, should it come, is not waited for.
    reject(new SubgraphFailure('SUBGRAPH_TIMEOUT'))
    controller?.abort(new Error('timed out'))
  }, timeoutMs)
  return {
    onRequestStart(started) {
      controller = started
      if (timedOut) started.abort(new Error('timed out'))
    },
    onResponseStart(_controller, statusCode, headers) {
      status = statusCode
      unannounced = headers[unannouncedHeader] !== undefined
    },
    onResponseData(current, chunk) {
      bytes += chunk.length
      if (bytes > maxResponseBytes) current.abort(new SubgraphFailure('SUBGRAPH_INVALID_RESPONSE'))
      else chunks.push(chunk)
    },
    onResponseEnd() {
      clearTimeout(timer)
      const [first] = chunks
      const whole = chunks.length === 1 && first ? first : Buffer.concat(chunks, bytes)
      resolve({ status, unannounced, text: whole.toString('utf8') })
    },
    onResponseError(_controller, error) {
      clearTimeout(timer)
      reject(error instanceof SubgraphFailure ? error : new SubgraphFailure('SUBGRAPH_UNAVAILABLE', error))
    },
  }
}
