import type { KeyValue, Nudges } from '@cma/runtime'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { z } from 'zod'
import { appendEvent } from '../ledger-event.ts'
import { endSessions } from '../sessions.ts'
import { hashOfToken, setPassword } from '../set-password.ts'
import { inSystemTransaction, type SystemPool } from '../system-pool.ts'
import { weaknessOf } from './password.ts'

type Parts = { people: SystemPool; store: KeyValue; nudges: Nudges; recorded: () => void }

const body = z.object({
  /** What stands after `#` in the link. */
  token: z.string().max(200),
  newPassword: z.string().max(1_000),
})

const notGood = () =>
  new APIError('BAD_REQUEST', {
    code: 'LINK_NOT_VALID',
    message: 'This link has been used or has run out. Ask your manager for a new one.',
  })

/** `POST /auth/choose-password`: redeems a one-time link. Whoever is signed in as the person is signed out; signing in comes after. */
export function choosePassword({ people, store, nudges, recorded }: Parts) {
  return {
    id: 'choose-password',
    endpoints: {
      choosePassword: createAuthEndpoint('/choose-password', { method: 'POST', body }, async (ctx) => {
        const { token, newPassword } = ctx.body
        await inSystemTransaction(people, async (tx) => {
          const { rows } = await tx.query<{ id: string; email: string }>(
            `select p.id, p.email from set_password_link l join person p on p.id = l.person_id
             where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and p.active
               and not exists (select from set_password_link newer where newer.person_id = l.person_id and newer.id > l.id)
             for update of l`,
            [hashOfToken(token)],
          )
          const [person] = rows
          if (!person) throw notGood()
          const weakness = weaknessOf(newPassword, person)
          if (weakness) throw new APIError('BAD_REQUEST', { code: 'PASSWORD_TOO_WEAK', message: weakness })
          await setPassword(tx, person.id, newPassword)
          await tx.query(`update set_password_link set used_at = now() where person_id = $1 and used_at is null`, [
            person.id,
          ])
          await appendEvent(tx, {
            actor: { kind: 'USER', id: person.id },
            action: 'identity.password.chosen',
            entities: [{ type: 'User', id: person.id }],
          })
          await endSessions({ store, nudges }, person.id)
        })
        recorded()
        return ctx.json({ status: true })
      }),
    },
    rateLimit: [{ pathMatcher: (path) => path === '/choose-password', window: 60, max: 20 }],
  } satisfies BetterAuthPlugin
}
