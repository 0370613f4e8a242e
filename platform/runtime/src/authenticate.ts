import { createAskGraph, type AskGraph } from './ask-graph.ts'
import type { VerifyIdentity } from './identity-token.ts'
import type { Services } from './services.ts'
import { viewerOf, type Viewer } from './viewer.ts'

export type Caller = { viewer: Viewer; askGraph: AskGraph }

/** @returns the caller whom the router vouches for, else undefined */
export type Authenticate = (token: unknown) => Promise<Caller | undefined>

export function createAuthenticate(
  verify: VerifyIdentity,
  services: Pick<Services<never>, 'centres' | 'environment'>,
): Authenticate {
  return async (token) => {
    if (typeof token !== 'string') return undefined
    const claims = await verify(token)
    if (!claims) return undefined
    await services.centres.refreshFor(Object.keys(claims.n))
    return {
      viewer: viewerOf(claims, services.centres.centresOf),
      askGraph: createAskGraph({ routerUrl: services.environment.ROUTER_URL, identity: token }),
    }
  }
}
