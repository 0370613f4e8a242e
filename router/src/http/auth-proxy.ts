import { request as httpRequest, Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { identityHeader } from '@cma/runtime/identity-token'
import { RateLimited } from '../limits/rate-limited.ts'
import { clientAddress } from './client-address.ts'

/** Headers that concern one connection and are not passed on. */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

export interface AuthProxyOptions {
  authUrl: string
  trustProxy: boolean
  /** Resolves when the caller may go on, or throws a `RateLimited`. */
  admit(request: IncomingMessage): void | Promise<void>
}

/** Passes `/auth/*` on to identity, bodies streamed both ways. */
export function createAuthProxy({ authUrl, trustProxy, admit }: AuthProxyOptions) {
  const target = new URL(authUrl)
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest
  const agent = target.protocol === 'https:' ? undefined : new Agent({ keepAlive: true, maxSockets: 32 })
  const passOn = (request: IncomingMessage, response: ServerResponse): void => {
    const headers: Record<string, string | string[]> = {}
    for (const [name, value] of Object.entries(request.headers)) {
      if (value !== undefined && !hopByHop.has(name) && name !== identityHeader) headers[name] = value
    }
    // Overwrites what a browser may have sent: identity limits sign-ins by it.
    headers['x-cma-client-ip'] = clientAddress(request, trustProxy)
    const onward = send(
      target.origin + (request.url ?? '/'),
      { method: request.method, headers, ...(agent && { agent }), timeout: 20_000 },
      (answer) => {
        for (const [name, value] of Object.entries(answer.headers)) {
          if (value !== undefined && !hopByHop.has(name)) response.setHeader(name, value)
        }
        response.writeHead(answer.statusCode ?? 502)
        answer.pipe(response)
        answer.on('error', () => response.destroy())
      },
    )
    onward.on('timeout', () => onward.destroy(new Error('identity took too long')))
    onward.on('error', () => {
      if (response.headersSent) return response.destroy()
      refuse(response, 503, {
        code: 'SIGN_IN_UNAVAILABLE',
        message: 'Signing in is not possible at the moment. Try again shortly.',
      })
    })
    response.on('close', () => {
      if (!response.writableFinished) onward.destroy()
    })
    request.pipe(onward)
  }
  const proxy = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await admit(request)
    } catch (error) {
      if (!(error instanceof RateLimited)) throw error
      response.setHeader('retry-after', error.retryAfterSeconds)
      return refuse(response, error.status, { code: error.code, message: error.message })
    }
    passOn(request, response)
  }
  return { proxy, close: () => agent?.destroy() }
}

/** In better-auth's form, which the web app knows from identity's own refusals. */
function refuse(response: ServerResponse, status: number, reason: { code: string; message: string }): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(reason))
}
