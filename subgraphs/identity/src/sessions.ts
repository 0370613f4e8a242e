import type { KeyValue, Nudges } from '@cma/runtime'
import { revokedBeforeKey, sessionKey, sessionListKey, sessionSeconds } from './keys.ts'

export type StoredSession = {
  id: string
  token: string
  userId: string
  userAgent: string | undefined
  createdAt: Date
  expiresAt: Date
}

/** Word to the routers that sessions ended: one of them, all but one, or all. Ids only. */
export type SessionsRevoked = { userId: string; sessionId?: string; exceptSessionId?: string }

export function announceRevoked(nudges: Nudges, revoked: SessionsRevoked): void {
  nudges.publish('session-revoked', JSON.stringify(revoked))
}

/** Reads what better-auth stored for a session; undefined when it is not a session, or not a readable one. */
export function parseSession(stored: string | undefined): StoredSession | undefined {
  if (stored === undefined) return undefined
  try {
    const { session } = JSON.parse(stored) as { session?: Record<string, string | undefined> }
    if (!session?.['id'] || !session['token'] || !session['userId'] || !session['createdAt'] || !session['expiresAt'])
      return undefined
    return {
      id: session['id'],
      token: session['token'],
      userId: session['userId'],
      userAgent: session['userAgent'] || undefined,
      createdAt: new Date(session['createdAt']),
      expiresAt: new Date(session['expiresAt']),
    }
  } catch {
    return undefined
  }
}

/** Sessions that began at or before the mark are over, even where deleting one was missed. */
export const isRevoked = (session: StoredSession, mark: string | undefined): boolean =>
  mark !== undefined && session.createdAt.getTime() <= Number(mark)

/** A person's sessions that are still good, the newest first. */
export async function sessionsOf(store: KeyValue, personId: string): Promise<StoredSession[]> {
  const [listed, mark] = await store.getMany([sessionListKey(personId), revokedBeforeKey(personId)])
  if (listed === undefined) return []
  const tokens = new Set((JSON.parse(listed) as { token: string }[]).map(({ token }) => token))
  const stored = await store.getMany([...tokens].map(sessionKey))
  return stored
    .map(parseSession)
    .filter((session) => session !== undefined)
    .filter(
      (session) => session.userId === personId && session.expiresAt.getTime() > Date.now() && !isRevoked(session, mark),
    )
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

/**
 * Ends all sessions of a person that began before now, and tells the routers to close what still hangs on them.
 * The mark comes first: from then on the router refuses them, whatever happens to the rest.
 * @returns how many there were
 */
export async function endSessions(
  { store, nudges }: { store: KeyValue; nudges: Nudges },
  personId: string,
): Promise<number> {
  const sessions = await sessionsOf(store, personId)
  await markRevoked(store, personId, Date.now())
  await Promise.all([
    ...sessions.map(({ token }) => store.delete(sessionKey(token))),
    store.delete(sessionListKey(personId)),
  ])
  announceRevoked(nudges, { userId: personId })
  return sessions.length
}

/** @param before milliseconds since 1970; sessions that began then or earlier are over */
export const markRevoked = (store: KeyValue, personId: string, before: number): Promise<void> =>
  store.set(revokedBeforeKey(personId), String(before), { ttlSeconds: sessionSeconds + 60 })
