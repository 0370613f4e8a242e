import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'

/** Styles that react-aria puts into the page, word for word: touch on what can be pressed, and scrolling under a dialog on iOS. */
const libraryStyles = [
  '@layer {\n  [data-react-aria-pressable] {\n    touch-action: pan-x pan-y pinch-zoom;\n  }\n}',
  '@layer {\n  * {\n    overscroll-behavior: contain;\n  }\n}',
]
const hashes = libraryStyles.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)

/**
 * For every answer. The policy lets pages load from here alone, and connect to here alone; no script stands in the
 * page itself, and no style but those. The web app's browser tests look for what it forbids.
 */
const headers: Record<string, string> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${hashes.join(' ')}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
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
