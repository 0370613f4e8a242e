import { createHmac, timingSafeEqual } from 'node:crypto'
import { createLru } from '../documents/lru.ts'

/** better-auth's cookie; with the prefix where the site is served over https. */
const names = ['__Secure-cma.session_token', 'cma.session_token']

/** The session token of a `Cookie` header, if identity signed it: `<token>.<base64 of its HMAC-SHA256>`. */
export type SessionTokenOf = (cookieHeader: string | undefined) => string | undefined

/** Remembers signatures that were right; wrong ones are computed each time, so that nobody can fill the memory with them. */
export function createSessionTokenOf(secret: string): SessionTokenOf {
  const tokens = createLru<string>(2_000_000)
  return (cookieHeader) => {
    if (!cookieHeader) return undefined
    const cookies = parseCookies(cookieHeader)
    for (const name of names) {
      const value = cookies.get(name)
      if (!value) continue
      const token = tokens.get(value) ?? verified(value, secret)
      if (!token) continue
      tokens.set(value, token)
      return token
    }
    return undefined
  }
}

function parseCookies(header: string): Map<string, string> {
  const cookies = new Map<string, string>()
  for (const part of header.split(';')) {
    const at = part.indexOf('=')
    if (at < 0) continue
    const name = part.slice(0, at).trim()
    if (!cookies.has(name)) cookies.set(name, part.slice(at + 1).trim())
  }
  return cookies
}

function verified(encoded: string, secret: string): string | undefined {
  let value: string
  try {
    value = decodeURIComponent(encoded)
  } catch {
    return undefined
  }
  const at = value.lastIndexOf('.')
  if (at < 1) return undefined
  const token = value.slice(0, at)
  const given = Buffer.from(value.slice(at + 1), 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}
