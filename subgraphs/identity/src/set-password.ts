import { createHash, createHmac } from 'node:crypto'
import { newId } from '@cma/runtime'
import { hashPassword } from './auth/password.ts'
import type { SystemPool, SystemTransaction } from './system-pool.ts'

/** How long a link to choose a password is good. */
export const linkDays = 3

/** A link as it is handed out: the only time that it is shown. */
export type PasswordLinkRow = {
  /** Of the link. */
  id: string
  personId: string
  setPasswordLink: string
  setPasswordLinkExpiresAt: Date
}

/**
 * A one-time link. Its token is made of the link's id and the secret, so that repeating the command hands out the same
 * one; the database has only `tokenHash`. In the address it stands after `#`, which browsers don't send, so that no log
 * or referrer has it.
 */
export function newSetPasswordLink(
  { publicUrl, secret }: { publicUrl: string; secret: string },
  { id = newId(), now = new Date() } = {},
) {
  const token = createHmac('sha256', secret).update(`set-password-link ${id}`).digest('base64url')
  return {
    link: new URL(`/set-password#${token}`, publicUrl).href,
    row: { id, tokenHash: hashOfToken(token), expiresAt: new Date(now.getTime() + linkDays * 86_400_000) },
  }
}

/** The link that an earlier run of a command handed out, by its id. */
export async function findPasswordLink(
  service: { people: SystemPool; publicUrl: string; secret: string },
  id: string,
): Promise<PasswordLinkRow | null> {
  const { rows } = await service.people.query<{ person_id: string; expires_at: Date }>(
    'select person_id, expires_at from set_password_link where id = $1',
    [id],
  )
  const [found] = rows
  if (!found) return null
  const { link } = newSetPasswordLink(service, { id })
  return { id, personId: found.person_id, setPasswordLink: link, setPasswordLinkExpiresAt: found.expires_at }
}

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest()

/** Sets or replaces a person's password. The password has to be checked before (`weaknessOf`). */
export async function setPassword(tx: SystemTransaction, personId: string, password: string): Promise<void> {
  await tx.query(
    `insert into credential (id, person_id, provider_id, account_id, password) values ($1, $2::uuid, 'credential', $2::uuid::text, $3)
     on conflict (provider_id, account_id) do update set password = excluded.password, updated_at = now()`,
    [newId(), personId, await hashPassword(password)],
  )
}
