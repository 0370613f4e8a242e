import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from '@cma/runtime'
import { isOutOfReach } from '@cma/runtime/out-of-reach'
import type { Auth } from './auth.ts'
import type { Throttle } from './throttle.ts'
import { trustedOrigins } from './trusted-origins.ts'

/** What better-auth offers and we want: the rest (social sign-in, reading tokens, deleting accounts) is not there. */
const offered = new Set([
  '/auth/sign-in/email',
  '/auth/sign-out',
  '/auth/change-password',
  '/auth/choose-password',
  '/auth/two-factor/enable',
  '/auth/two-factor/disable',
  '/auth/two-factor/verify-totp',
  '/auth/two-factor/verify-backup-code',
  '/auth/two-factor/generate-backup-codes',
])

const largestBody = 16 * 1024

/** What browsers wait before they ask again, when sessions or people can't be reached. */
const retryAfterSeconds = 5

type Parts = {
  auth: Pick<Auth, 'handler'>
  publicUrl: string
  logger: Pick<Logger, 'warn'>
  /** Told of attempts to sign in on which nothing could be decided: they don't count. */
  throttle: Pick<Throttle, 'forgiveSignIns'>
}

/**
 * Answers `/auth/*` with better-auth. `publicUrl` is what the browser asked, whatever the router's way here is. While the store of
 * sessions or the database is out of reach: 503 SIGN_IN_UNAVAILABLE, as the router says when identity is.
 */
export function authRoutes({ auth, publicUrl, logger, throttle }: Parts) {
  const trusted = trustedOrigins(publicUrl)
  const unavailable = (response: ServerResponse, error: unknown) => {
    logger.warn({ err: error }, 'nobody can sign in: sessions or people are out of reach')
    answer(response.setHeader('retry-after', retryAfterSeconds), 503, {
      code: 'SIGN_IN_UNAVAILABLE',
      message: 'Signing in is not possible at the moment. Try again shortly.',
    })
  }
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('cache-control', 'no-store')
    const { pathname } = new URL(request.url ?? '/', publicUrl)
    if (!offered.has(pathname)) return answer(response, 404, { code: 'NOT_FOUND', message: 'There is nothing here.' })
    if (request.method !== 'POST')
      return answer(response.setHeader('allow', 'POST'), 405, { code: 'METHOD_NOT_ALLOWED', message: 'Use POST.' })
    if (!isOurs(request, trusted))
      return answer(response, 403, { code: 'FOREIGN_ORIGIN', message: 'Sign in on the site itself.' })
    const body = await readBody(request)
    if (body === undefined)
      return answer(response.setHeader('connection', 'close'), 413, {
        code: 'TOO_LARGE',
        message: 'The request is too large.',
      })
    let answered: Response
    try {
      answered = await auth.handler(
        new Request(new URL(pathname, publicUrl), { method: 'POST', headers: headersOf(request, publicUrl), body }),
      )
    } catch (error) {
      if (!isOutOfReach(error)) throw error
      const email = pathname === '/auth/sign-in/email' && emailIn(body)
      // With Redis away, nothing was counted either.
      if (email) await throttle.forgiveSignIns(email).catch(() => {})
      return unavailable(response, error)
    }
    const text = await answered.text()
    const cookies = answered.headers.getSetCookie()
    answered.headers.forEach((value, name) => void (name !== 'set-cookie' && response.setHeader(name, value)))
    if (cookies.length > 0) response.setHeader('set-cookie', cookies)
    response.writeHead(answered.status).end(text)
  }
}

/**
 * Browsers name the page that posts, and no page of another site may. Software names none, and holds no cookies
 * but those that it was given.
 */
function isOurs({ headers }: IncomingMessage, trusted: string[]): boolean {
  if (headers.origin !== undefined) return trusted.includes(headers.origin)
  const site = headers['sec-fetch-site']
  return site !== 'cross-site' && site !== 'same-site'
}

function emailIn(body: Buffer): string | undefined {
  const { email } = JSON.parse(body.toString()) as { email?: unknown } // better-auth has read it
  return typeof email === 'string' ? email : undefined
}

function headersOf(request: IncomingMessage, publicUrl: string): Headers {
  // better-auth refuses software that names no page; the question has been answered above.
  const headers = new Headers({ origin: publicUrl })
  for (const [name, value] of Object.entries(request.headers)) {
    if (name !== 'content-length' && value !== undefined)
      headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

/** @returns undefined when there is more than anybody needs to sign in */
async function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > largestBody) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function answer(response: ServerResponse, status: number, body: { code: string; message: string }): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
