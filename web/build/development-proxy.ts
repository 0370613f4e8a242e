import type { ProxyOptions } from 'vite'

/** While developing, Vite serves the app and hands everything else to the router on `ROUTER_URL` (default http://127.0.0.1:4000). */
export function developmentProxy(): Record<string, ProxyOptions> {
  // The dev server's only setting; the product itself reads no environment.
  const target = process.env['ROUTER_URL'] ?? 'http://127.0.0.1:4000'
  // The router refuses requests from foreign origins, and Vite's port is one.
  const asOwnOrigin = { target, headers: { origin: target } }
  return {
    '/graphql': { ...asOwnOrigin, ws: true },
    '/auth': asOwnOrigin,
    '/health': asOwnOrigin,
  }
}
