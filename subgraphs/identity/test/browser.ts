// For tests: what a browser does with cookies, and an authenticator app with a secret.
import { createHmac } from 'node:crypto'

/** Keeps cookies from answer to answer, and sends an origin as browsers do. */
export function aBrowser(origin: string, { publicUrl = 'http://localhost:4000', address = '192.0.2.1' } = {}) {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async post(path: string, body: object = {}, headers: Record<string, string> = {}) {
      const response = await fetch(`${origin}/auth/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          origin: publicUrl,
          'user-agent':
            'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
          'x-cma-client-ip': address,
          ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...headers,
        },
        body: JSON.stringify(body),
      })
      for (const line of response.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
        if (value === '' || /max-age=0/i.test(line)) cookies.delete(name!)
        else cookies.set(name!, value!)
      }
      const text = await response.text()
      return {
        status: response.status,
        headers: response.headers,
        body: (text ? JSON.parse(text) : null) as Record<string, never> | null,
      }
    },
    /** The token of the session, as it is the key in the store. */
    token: () => decodeURIComponent(cookies.get('cma.session_token') ?? '').split('.')[0] ?? '',
  }
}

/** The code that an authenticator app shows (RFC 6238: SHA-1, six digits, 30 seconds). */
export function totpCode(totpUri: string, at = Date.now()): string {
  const secret = new URL(totpUri).searchParams.get('secret')!
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const digest = createHmac('sha1', base32(secret)).update(counter).digest()
  const code = digest.readUInt32BE(digest.at(-1)! & 15) & 0x7fffffff
  return String(code % 1_000_000).padStart(6, '0')
}

function base32(text: string): Buffer {
  const bits = [...text.replaceAll('=', '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)))
}
