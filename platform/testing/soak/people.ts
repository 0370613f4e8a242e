import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openPorts, createLogger, type Role } from '@cma/runtime'
import { environmentOf } from '../src/process-environment.ts'
import type { TestSystem } from '../src/system.ts'

/** Somebody who is signed in on several devices. */
export type Person = {
  /** Names of the centres whose alerts are for them. */
  centres: ReadonlySet<string>
  cookies: string[]
}

export type Membership = { centreId: string; centre: string; role: Role }

/**
 * Signs people in as identity would: their sessions and roles are put into the system's Redis. Passwords are slow on
 * purpose, and thousands of them would be measured instead of the alerts.
 */
export async function signPeopleIn(
  system: TestSystem,
  wanted: readonly { memberships: Membership[]; devices: number }[],
): Promise<Person[]> {
  const { REDIS_URL, AUTH_SECRET } = environmentOf(system.pidOf('router'))
  const secret = readFileSync(AUTH_SECRET!, 'utf8').trim()
  const ports = openPorts(REDIS_URL, createLogger({ name: 'soak', level: 'silent' }))
  try {
    return await Promise.all(
      wanted.map(async ({ memberships, devices }) => {
        const userId = randomUUID()
        const grants = Object.fromEntries(memberships.map(({ centreId, role }) => [centreId, [role]]))
        await ports.keyValue.set(`grants:${userId}`, JSON.stringify({ c: grants, n: {} }))
        const tokens = Array.from({ length: devices }, () => randomUUID())
        for (const token of tokens) await ports.keyValue.set(`auth:${token}`, sessionOf(userId, token))
        return {
          centres: new Set(memberships.map(({ centre }) => centre)),
          cookies: tokens.map((token) => cookieOf(token, secret)),
        }
      }),
    )
  } finally {
    await ports.close()
  }
}

function sessionOf(userId: string, token: string): string {
  const createdAt = new Date()
  const expiresAt = new Date(createdAt.getTime() + 3 * 3_600_000)
  return JSON.stringify({ session: { id: randomUUID(), token, userId, createdAt, expiresAt }, user: { id: userId } })
}

/** As better-auth signs it. */
function cookieOf(token: string, secret: string): string {
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return `cma.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}
