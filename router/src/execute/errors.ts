import { isJsonObject } from './data.ts'
import type { ResponsePath } from './path.ts'

/** An error as the client gets it. */
export interface ResponseError {
  message: string
  path?: ResponsePath
  extensions: { code: string; service?: string; [key: string]: unknown }
}

/** An error as a subgraph sent it: nothing of it can be relied on. */
export interface SubgraphError {
  message?: unknown
  path?: unknown
  extensions?: unknown
}

/** What a subgraph may know of itself, and clients may not. */
const internals = new Set(['stacktrace', 'exception', 'stack', 'service', 'serviceName'])

/** An error that a subgraph raised, at its place in the client's response. */
export function subgraphError(error: SubgraphError, service: string, path: ResponsePath | undefined): ResponseError {
  const extensions: ResponseError['extensions'] = { code: 'DOWNSTREAM_SERVICE_ERROR' }
  if (isJsonObject(error.extensions)) {
    for (const [key, value] of Object.entries(error.extensions)) if (!internals.has(key)) extensions[key] = value
  }
  if (typeof extensions.code !== 'string') extensions.code = 'DOWNSTREAM_SERVICE_ERROR'
  extensions.service = service
  return {
    message: typeof error.message === 'string' ? error.message : `The subgraph "${service}" failed`,
    ...(path && { path }),
    extensions,
  }
}

/** Why a subgraph gave no usable answer. Its fields are null; the rest of the response is not touched. */
export type FailureCode = 'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_INVALID_RESPONSE'

export class SubgraphFailure extends Error {
  override name = 'SubgraphFailure'
  readonly code: FailureCode
  constructor(code: FailureCode, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}

const sentences: Record<FailureCode, string> = {
  SUBGRAPH_UNAVAILABLE: 'cannot be reached at the moment. Try again shortly.',
  SUBGRAPH_TIMEOUT: 'took too long to answer. Try again shortly.',
  SUBGRAPH_INVALID_RESPONSE: 'gave an answer that could not be read.',
}

/** Any failure of a fetch, without what went wrong inside (that is in the log). */
export function failureError(failure: unknown, service: string, path: ResponsePath): ResponseError {
  const code = failure instanceof SubgraphFailure ? failure.code : 'SUBGRAPH_UNAVAILABLE'
  return {
    message: `The service "${service}" ${sentences[code]}`,
    ...(path.length > 0 && { path }),
    extensions: { code, service },
  }
}

/** A subgraph's error path, if it is one. */
export function pathOf(error: SubgraphError): ResponsePath | undefined {
  const { path } = error
  if (!Array.isArray(path)) return undefined
  return path.every((step) => typeof step === 'string' || typeof step === 'number') ? path : undefined
}
