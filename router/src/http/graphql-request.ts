import { isJsonObject, type JsonObject } from '../execute/data.ts'
import { HttpRefusal } from './read-body.ts'

/** An operation as it was sent: by its text, by the id of a document that the router may know, or by both. */
export interface SentOperation {
  query?: string
  documentId?: string
  operationName?: string
  variables: JsonObject
}

/** Reads a request of the GraphQL-over-HTTP form, and of a graphql-ws `subscribe` payload. */
export function readGraphRequest(body: unknown): SentOperation {
  if (Array.isArray(body)) throw bad('Send one operation at a time: batches are not taken.')
  if (!isJsonObject(body)) throw bad('The body must be a JSON object with a "query".')
  const { query, operationName, variables } = body
  const documentId = readDocumentId(body)
  if (!isAbsent(query) || documentId === undefined) {
    if (typeof query !== 'string' || query === '') throw bad('"query" must be the text of a GraphQL document.')
  }
  if (!isAbsent(operationName) && typeof operationName !== 'string') throw bad('"operationName" must be a string.')
  if (!isAbsent(variables) && !isJsonObject(variables)) throw bad('"variables" must be a JSON object.')
  return {
    ...(typeof query === 'string' && { query }),
    ...(documentId !== undefined && { documentId }),
    ...(typeof operationName === 'string' && operationName !== '' && { operationName }),
    variables: isJsonObject(variables) ? variables : {},
  }
}

/** `documentId` of GraphQL over HTTP, or Apollo's `extensions.persistedQuery.sha256Hash`. */
function readDocumentId({ documentId, extensions }: JsonObject): string | undefined {
  const persisted = isJsonObject(extensions) ? extensions['persistedQuery'] : undefined
  const id = documentId ?? (isJsonObject(persisted) ? persisted['sha256Hash'] : undefined)
  if (isAbsent(id)) return undefined
  if (typeof id !== 'string' || id === '' || id.length > 200) throw bad("A document's id must be a short string.")
  return id.replace(/^sha256:/, '')
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
