import type { IncomingMessage, ServerResponse } from 'node:http'
import { identityHeader, isId, type KeyValue, type VerifyIdentity } from '@cma/runtime'
import { publishGrants } from './grants.ts'
import type { SystemPool } from './system-pool.ts'

export const grantsPath = '/internal/grants/'

/**
 * `GET /internal/grants/<person's id>`: a person's grants, also put into the store anew. For the router, when the store
 * has none: it shows a token that it signed for itself, of kind SYSTEM. 200 `{"c": ..., "n": ...}`, 401, 404.
 */
export function grantsRoute({
  people,
  store,
  verify,
}: {
  people: SystemPool
  store: KeyValue
  verify: VerifyIdentity
}) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const token = request.headers[identityHeader]
    const claims = typeof token === 'string' ? await verify(token) : undefined
    if (claims?.kind !== 'SYSTEM') return answer(response, 401, { code: 'UNAUTHENTICATED' })
    const personId = request.url?.slice(grantsPath.length) ?? ''
    const grants = isId(personId) ? await publishGrants({ people, store }, personId) : undefined
    return grants ? answer(response, 200, grants) : answer(response, 404, { code: 'NOT_FOUND' })
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body))
}
