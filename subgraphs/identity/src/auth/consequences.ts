import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { publishGrants } from '../grants.ts'
import type { KeyValue, Nudge } from '../key-value.ts'
import { appendEvent } from '../ledger-event.ts'
import { markRevoked } from '../sessions.ts'
import { inSystemTransaction, type SystemPool } from '../system-pool.ts'
import { weaknessOf } from './password.ts'
import type { Throttle } from './throttle.ts'

type Parts = { people: SystemPool; store: KeyValue; nudge: Nudge; throttle: Throttle }
type Action = `identity.${string}.${string}`

const codePaths = ['/two-factor/verify-totp', '/two-factor/verify-backup-code']
const signInPaths = ['/sign-in/email', ...codePaths]

/**
 * What follows from signing in and out and from changing how one signs in: entries in the ledger, grants for the
 * router, word to the routers about sessions that ended. The last plugin, so that it sees what the others made of a
 * request: after a password alone, somebody with an authenticator app is not signed in yet.
 */
export function consequences({ people, store, nudge, throttle }: Parts) {
  const record = (personId: string, action: Action) =>
    inSystemTransaction(people, (tx) => appendEvent(tx, { actor: { kind: 'USER', id: personId }, action, entities: [{ type: 'User', id: personId }] }))

  return {
    id: 'consequences',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/sign-in/email',
          handler: createAuthMiddleware(async (ctx) => {
            const { email } = ctx.body as { email: unknown }
            if (typeof email === 'string' && !(await throttle.admitsSignIn(email)))
              throw new APIError(
                'TOO_MANY_REQUESTS',
                { code: 'TOO_MANY_ATTEMPTS', message: 'Too many attempts to sign in. Wait a quarter of an hour and try again.' },
                { 'retry-after': String(throttle.retryAfterSeconds) },
              )
          }),
        },
        {
          // A code is asked for at each sign-in, on every device.
          matcher: ({ path, body }) => codePaths.includes(path ?? '') && body?.trustDevice !== undefined,
          handler: createAuthMiddleware(async (ctx) => ({ context: { body: { ...ctx.body, trustDevice: false } } })),
        },
        {
          matcher: ({ path }) => path === '/change-password',
          handler: createAuthMiddleware(async (ctx) => {
            const session = await getSessionFromCtx(ctx)
            const weakness = session && weaknessOf(String(ctx.body?.newPassword ?? ''), session.user)
            if (weakness) throw new APIError('BAD_REQUEST', { code: 'PASSWORD_TOO_WEAK', message: weakness })
            // Whoever knew the old password is signed out by the change.
            return { context: { body: { ...ctx.body, revokeOtherSessions: true } } }
          }),
        },
        {
          // After signing out there is nobody to ask whose session it was.
          matcher: ({ path }) => path === '/sign-out',
          handler: createAuthMiddleware(async (ctx) => {
            const found = await getSessionFromCtx(ctx)
            if (!found) return
            await record(found.user.id, 'identity.session.ended')
            ctx.context.runInBackground(nudge('session-revoked', { userId: found.user.id, sessionId: found.session.id }))
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => signInPaths.includes(path ?? ''),
          handler: createAuthMiddleware(async (ctx) => {
            if (ctx.path === '/sign-in/email' && !(ctx.context.returned instanceof APIError)) await throttle.forgiveSignIns(String(ctx.body.email))
            const started = ctx.context.newSession
            if (!started) return
            await publishGrants({ people, store }, started.user.id)
            await record(started.user.id, 'identity.session.started')
          }),
        },
        {
          matcher: ({ path }) => path === '/change-password',
          handler: createAuthMiddleware(async (ctx) => {
            const kept = ctx.context.newSession
            if (!kept) return
            await markRevoked(store, kept.user.id, new Date(kept.session.createdAt).getTime() - 1)
            await record(kept.user.id, 'identity.password.changed')
            await nudge('session-revoked', { userId: kept.user.id, exceptSessionId: kept.session.id })
          }),
        },
        {
          matcher: ({ path }) => path === '/two-factor/disable',
          handler: createAuthMiddleware(async (ctx) => {
            const { newSession } = ctx.context
            if (newSession) await record(newSession.user.id, 'identity.twoFactor.disabled')
          }),
        },
      ],
    },
  } satisfies BetterAuthPlugin
}
