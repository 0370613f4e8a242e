import type { ProxyOptions } from 'vite'
import { routerUrl } from './environment.ts'

/** While developing, Vite serves the app and hands everything else to the router on `ROUTER_URL` (default http://127.0.0.1:4000). */
export function developmentProxy(): Record<string, ProxyOptions> {
  // The router refuses requests from foreign origins, and Vite's port is one.
  const asOwnOrigin = { target: routerUrl, changeOrigin: true, headers: { origin: routerUrl } }
  return {
    '/graphql': { ...asOwnOrigin, ws: true },
    '/auth': asOwnOrigin,
    '/health': asOwnOrigin,
  }
}
