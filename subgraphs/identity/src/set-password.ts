import { createHash, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { hashPassword } from './auth/password.ts'
import type { SystemTransaction } from './system-pool.ts'

/** How long a link to choose a password is good. */
export const linkDays = 3

/**
 * A new one-time link. The token goes to the person and nowhere else; the database keeps `tokenHash`.
 * It stands after `#`, which browsers don't send, so that no log or referrer has it.
 */
export function newSetPasswordLink(publicUrl: string, now = new Date()) {
  const token = randomBytes(32).toString('base64url')
  return {
    link: new URL(`/set-password#${token}`, publicUrl).href,
    row: { id: uuidv7(), tokenHash: hashOfToken(token), expiresAt: new Date(now.getTime() + linkDays * 86_400_000) },
  }
}

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest()

/** Sets or replaces a person's password. The password has to be checked before (`weaknessOf`). */
export async function setPassword(tx: SystemTransaction, personId: string, password: string): Promise<void> {
  await tx.query(
    `insert into credential (id, person_id, provider_id, account_id, password) values ($1, $2, 'credential', $2::text, $3)
     on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`,
    [uuidv7(), personId, await hashPassword(password)],
  )
}
