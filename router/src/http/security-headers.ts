import type { ServerResponse } from 'node:http'

/** For every answer. The policy lets pages load from here alone, and connect to here alone. */
const headers: Record<string, string> = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'", // component libraries set style attributes
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

const year = 365 * 24 * 3_600

export function setSecurityHeaders(response: ServerResponse, { https }: { https: boolean }): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (https) response.setHeader('strict-transport-security', `max-age=${year}; includeSubDomains`)
}
