import type { ClientOf } from './auth/client.ts'
import { createPartnerTokens, type PartnerTokensOptions } from './auth/partner-tokens.ts'
import { createCallerOperations, type CallerOperationsOptions } from './caller-operations.ts'
import { createGraphqlEndpoint, type Admitted } from './http/graphql-endpoint.ts'
import { HttpRefusal } from './http/read-body.ts'
import { refuseOtherTypes } from './http/same-origin.ts'
import type { RateLimits } from './limits/rate-limits.ts'
import type { Generation, LiveGraph } from './live-graph.ts'

export interface PartnerOptions extends Omit<CallerOperationsOptions, 'live' | 'authenticate' | 'mayGoOn'> {
  tokens: PartnerTokensOptions
  live: LiveGraph
  limits: RateLimits
  clientOf: ClientOf
  maxBodyBytes: number
}

/**
 * `POST /partner/graphql`: the variant of the schema that is tagged for partners, for their access tokens alone. A cookie
 * counts for nothing here, and their tokens for nothing elsewhere.
 */
export async function createPartnerEndpoint(options: PartnerOptions) {
  const { limits, clientOf } = options
  const authenticate = await createPartnerTokens(options.tokens)
  const current = (): Generation => {
    const { variant } = options.live.current()
    if (!variant) throw new HttpRefusal(503, 'NO_PARTNER_SCHEMA', 'Nothing is offered to partners at the moment.')
    return variant
  }
  const operations = createCallerOperations({
    ...options,
    live: { current },
    authenticate,
    mayGoOn: ({ claims }) => limits.ofCaller(claims),
  })
  return createGraphqlEndpoint({
    challenge: 'Bearer realm="partner"',
    maxBodyBytes: options.maxBodyBytes,
    documents: options.documents,
    onError: options.onError,
    async admit(request): Promise<Admitted> {
      refuseOtherTypes(request) // no cookie counts, so that no page can forge: but the form is the same
      await limits.ofAddress(request)
      const caller = await authenticate(request)
      if (!caller) throw new HttpRefusal(401, 'UNAUTHENTICATED', 'Send a valid access token: Authorization: Bearer …')
      await limits.ofCaller(caller.claims)
      return { ...clientOf(caller.claims), ...operations.forRequest(caller, request), anonymous: false }
    },
  })
}
