import type { IncomingMessage } from 'node:http'
import { HttpRefusal } from './read-body.ts'

/**
 * Whether a page of ours asks. Browsers name the page's origin; software names none, and has only the cookies that
 * it was given.
 */
export function isSameOrigin({ headers }: Pick<IncomingMessage, 'headers'>, allowed: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin !== undefined) return allowed.includes(origin) || hostOf(origin) === host
  const site = headers['sec-fetch-site']
  return site === undefined || site === 'same-origin' || site === 'none'
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/**
 * Refuses what a foreign page could make a browser send with our cookie: anything from another origin, and any body
 * that a form could post, since only JSON makes the browser ask first (and it is not told yes).
 */
export function refuseForgery(request: IncomingMessage, allowedOrigins: readonly string[]): void {
  if (!isSameOrigin(request, allowedOrigins)) {
    throw new HttpRefusal(403, 'FOREIGN_ORIGIN', 'Pages of other sites may not call this.')
  }
  refuseOtherTypes(request)
}

export function refuseOtherTypes(request: IncomingMessage): void {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new HttpRefusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the operation as application/json.')
  }
}
