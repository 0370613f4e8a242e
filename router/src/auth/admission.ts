import type { IncomingMessage } from 'node:http'
import { identityHeader } from '@cma/runtime/identity-token'
import type { CallerServices } from '../caller-operations.ts'
import type { Send } from '../execute/execution.ts'
import type { Graph } from '../graph.ts'
import type { Admitted } from '../http/graphql-endpoint.ts'
import { refuseForgery } from '../http/same-origin.ts'
import type { RateLimits } from '../limits/rate-limits.ts'
import type { Authenticate } from './authenticate.ts'
import type { ClientOf } from './client.ts'
import type { Caller } from './sessions.ts'

export interface AdmissionOptions {
  authenticate: Authenticate
  limits: RateLimits
  clientOf: ClientOf
  /** The graph in force, for nobody in particular. */
  graph(): Graph
  servicesFor(caller: Caller, request: IncomingMessage): CallerServices
  allowedOrigins: readonly string[]
}

/** Who may come in with an operation over HTTP: refuses forged and too frequent requests, and signs the caller in. */
export function createAdmission(options: AdmissionOptions) {
  const { authenticate, limits, clientOf, allowedOrigins } = options
  return async (request: IncomingMessage): Promise<Admitted> => {
    refuseForgery(request, allowedOrigins)
    // A subgraph that asks the graph does so within an operation that has been counted.
    const isOurs = request.headers[identityHeader] !== undefined
    if (!isOurs) await limits.ofAddress(request)
    const caller = await authenticate(request)
    if (!caller) {
      if (isOurs) await limits.ofAddress(request)
      return { ...clientOf(undefined), graph: options.graph(), send: nobodyAsks, anonymous: true }
    }
    const admitted = { ...clientOf(caller.claims), ...options.servicesFor(caller, request), anonymous: false }
    if (isOurs) return { ...admitted, trustedOnly: false } // what a subgraph asks is our own too
    await limits.ofCaller(caller.claims)
    return admitted
  }
}

const nobodyAsks: Send = () => Promise.reject(new Error('nobody asks subgraphs'))
