import type { IncomingMessage } from 'node:http'
import { identityHeader, type VerifyIdentity } from '@cma/runtime/identity-token'
import { authorizationScopeOf } from '@cma/runtime/viewer'
import { HttpRefusal } from '../http/read-body.ts'
import { createSessionTokenOf } from './session-cookie.ts'
import type { Caller, FindCaller } from './sessions.ts'

export interface AuthenticateOptions {
  secret: string
  findCaller: FindCaller
  verify: VerifyIdentity
}

/** The caller of a request or of a WebSocket's upgrade; undefined for anybody. */
export type Authenticate = (request: Pick<IncomingMessage, 'headers'>) => Promise<Caller | undefined>

export function createAuthenticate({ secret, findCaller, verify }: AuthenticateOptions): Authenticate {
  const sessionTokenOf = createSessionTokenOf(secret)
  return async ({ headers }) => {
    const token = headers[identityHeader]
    if (typeof token === 'string') {
      const claims = await verify(token)
      // Signed for a minute; a socket that a subgraph opens lives no longer than what it was given.
      return claims && { claims, scope: authorizationScopeOf(claims), expiresAt: Date.now() + 60_000 }
    }
    const sessionToken = sessionTokenOf(headers.cookie)
    if (!sessionToken) return undefined
    try {
      return await findCaller(sessionToken)
    } catch (error) {
      throw new HttpRefusal(
        503,
        'SESSIONS_UNAVAILABLE',
        'Your sign-in cannot be checked at the moment. Try again shortly.',
        error,
      )
    }
  }
}
