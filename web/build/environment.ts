/** The dev server's only setting, the router that it stands in front of; the product itself reads no environment. */
export const routerUrl = process.env['ROUTER_URL'] ?? 'http://127.0.0.1:4000'
