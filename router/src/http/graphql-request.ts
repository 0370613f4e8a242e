import { isJsonObject } from '../execute/data.ts'
import type { GraphRequest } from '../graph.ts'
import { HttpRefusal } from './read-body.ts'

/** Reads a request of the GraphQL-over-HTTP form, and of a graphql-ws `subscribe` payload. */
export function readGraphRequest(body: unknown): GraphRequest {
  if (Array.isArray(body)) throw bad('Send one operation at a time: batches are not taken.')
  if (!isJsonObject(body)) throw bad('The body must be a JSON object with a "query".')
  const { query, operationName, variables } = body
  if (typeof query !== 'string' || query === '') throw bad('"query" must be the text of a GraphQL document.')
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw bad('"operationName" must be a string.')
  if (!isAbsent(variables) && !isJsonObject(variables)) throw bad('"variables" must be a JSON object.')
  return {
    query,
    ...(typeof operationName === 'string' && operationName !== '' && { operationName }),
    variables: isJsonObject(variables) ? variables : {},
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw bad('The body is not JSON.')
  }
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null
}

function bad(message: string): HttpRefusal {
  return new HttpRefusal(400, 'BAD_REQUEST', message)
}
