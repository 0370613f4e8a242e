import type { KeyValue, Nudges } from '@cma/runtime'
import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { deleteSessionCookie } from 'better-auth/cookies'
import { publishGrants } from '../grants.ts'
import { appendEvent, type LedgerEvent } from '../ledger-event.ts'
import { announceRevoked, markRevoked } from '../sessions.ts'
import { inSystemTransaction, type SystemPool } from '../system-pool.ts'
import { weaknessOf } from './password.ts'
import type { Throttle } from './throttle.ts'

type Parts = { people: SystemPool; store: KeyValue; nudges: Nudges; throttle: Throttle; recorded: () => void }

const codePaths = ['/two-factor/verify-totp', '/two-factor/verify-backup-code']
const at = (...paths: string[]) => ({
  matcher: ({ path }: { path?: string | undefined }) => path !== undefined && paths.includes(path),
})

/**
 * What follows from signing in and out and from changing how one signs in: entries in the ledger, grants for the
 * router, word to the routers about sessions that ended. The last plugin, so that it sees what the others made of a
 * request: after a password alone, somebody with an authenticator app is not signed in yet.
 */
export function consequences({ people, store, nudges, throttle, recorded }: Parts) {
  const record = async (personId: string, action: LedgerEvent['action']) => {
    await inSystemTransaction(people, (tx) =>
      appendEvent(tx, { actor: { kind: 'USER', id: personId }, action, entities: [{ type: 'User', id: personId }] }),
    )
    recorded()
  }

  const throttleSignIn = createAuthMiddleware(async (ctx) => {
    const { email } = (ctx.body ?? {}) as { email?: unknown }
    if (typeof email !== 'string' || (await throttle.admitsSignIn(email))) return
    throw new APIError(
      'TOO_MANY_REQUESTS',
      { code: 'TOO_MANY_ATTEMPTS', message: 'Too many attempts to sign in. Wait a quarter of an hour and try again.' },
      { 'retry-after': String(throttle.retryAfterSeconds) },
    )
  })

  // A code is asked for at each sign-in, on every device.
  const trustNoDevice = createAuthMiddleware(async (ctx) => ({
    context: { body: { ...ctx.body, trustDevice: false } },
  }))

  const checkNewPassword = createAuthMiddleware(async (ctx) => {
    const session = await getSessionFromCtx(ctx)
    const weakness = session && weaknessOf(String(ctx.body?.newPassword ?? ''), session.user)
    if (weakness) throw new APIError('BAD_REQUEST', { code: 'PASSWORD_TOO_WEAK', message: weakness })
    // Whoever knew the old password is signed out by the change.
    return { context: { body: { ...ctx.body, revokeOtherSessions: true } } }
  })

  // Before, because afterwards there is nobody to ask whose session it was.
  const signOut = createAuthMiddleware(async (ctx) => {
    const found = await getSessionFromCtx(ctx)
    if (!found) return
    await ctx.context.internalAdapter.deleteSession(found.session.token)
    await record(found.user.id, 'identity.session.ended')
    announceRevoked(nudges, { userId: found.user.id, sessionId: found.session.id })
  })

  const afterPassword = createAuthMiddleware(async (ctx) => {
    if (!(ctx.context.returned instanceof APIError)) await throttle.forgiveSignIns(String(ctx.body.email))
  })

  const signedIn = createAuthMiddleware(async (ctx) => {
    const started = ctx.context.newSession
    if (!started) return
    const personId = started.user.id
    if (ctx.context.session) {
      // The first code of a new authenticator app, from somebody signed in: better-auth gave the session a new token.
      await record(personId, 'identity.authenticator.added')
      announceRevoked(nudges, { userId: personId, sessionId: ctx.context.session.session.id })
    } else {
      if (ctx.path === '/two-factor/verify-totp' && !(await throttle.isFirstUse(personId, String(ctx.body.code)))) {
        await ctx.context.internalAdapter.deleteSession(started.session.token)
        deleteSessionCookie(ctx)
        ctx.context.setNewSession(null)
        throw new APIError('UNAUTHORIZED', { code: 'INVALID_CODE', message: 'Invalid code' })
      }
      await publishGrants({ people, store }, personId)
      await record(personId, 'identity.session.started')
    }
  })

  const authenticatorRemoved = createAuthMiddleware(async (ctx) => {
    const { newSession, session } = ctx.context
    if (!newSession) return
    await record(newSession.user.id, 'identity.authenticator.removed')
    if (session) announceRevoked(nudges, { userId: newSession.user.id, sessionId: session.session.id })
  })

  const backupCodesRenewed = createAuthMiddleware(async (ctx) => {
    if (ctx.context.session && !(ctx.context.returned instanceof APIError))
      await record(ctx.context.session.user.id, 'identity.backup_codes.renewed')
  })

  const passwordChanged = createAuthMiddleware(async (ctx) => {
    const kept = ctx.context.newSession
    if (!kept) return
    await markRevoked(store, kept.user.id, new Date(kept.session.createdAt).getTime() - 1)
    await record(kept.user.id, 'identity.password.changed')
    announceRevoked(nudges, { userId: kept.user.id, exceptSessionId: kept.session.id })
  })

  // The cookie is HttpOnly so that no script reads the token; then no script needs it in the answer either.
  const withoutToken = createAuthMiddleware(async (ctx) => {
    const { returned } = ctx.context
    if (returned instanceof APIError || typeof returned !== 'object' || returned === null || !('token' in returned))
      return
    const { token: _, ...rest } = returned
    return ctx.json(rest)
  })

  return {
    id: 'consequences',
    hooks: {
      before: [
        { ...at('/sign-in/email'), handler: throttleSignIn },
        { ...at(...codePaths), handler: trustNoDevice },
        { ...at('/change-password'), handler: checkNewPassword },
        { ...at('/sign-out'), handler: signOut },
      ],
      after: [
        { ...at('/sign-in/email'), handler: afterPassword },
        { ...at('/sign-in/email', ...codePaths), handler: signedIn },
        { ...at('/two-factor/disable'), handler: authenticatorRemoved },
        { ...at('/two-factor/generate-backup-codes'), handler: backupCodesRenewed },
        { ...at('/change-password'), handler: passwordChanged },
        { ...at('/sign-in/email', '/change-password', ...codePaths), handler: withoutToken },
      ],
    },
  } satisfies BetterAuthPlugin
}
