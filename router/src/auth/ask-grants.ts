import { identityHeader } from '@cma/runtime/identity-token'
import { systemActor, type Claims } from '@cma/runtime/viewer'
import type { TokenFor } from './identity-tokens.ts'

/** Asks identity for a person's grants, as the platform itself. Undefined: there is no such person. */
export function createAskGrants(authUrl: string, tokenFor: TokenFor, timeoutMs = 5_000) {
  const claims: Claims = { sub: systemActor.id, kind: 'SYSTEM', c: {}, n: {}, scopes: [] }
  return async (userId: string): Promise<Pick<Claims, 'c' | 'n'> | undefined> => {
    const response = await fetch(new URL(`/internal/grants/${encodeURIComponent(userId)}`, authUrl), {
      headers: { [identityHeader]: await tokenFor({ claims, scope: 'grants' }) },
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`identity answered ${response.status} for grants`)
    return (await response.json()) as Pick<Claims, 'c' | 'n'>
  }
}
