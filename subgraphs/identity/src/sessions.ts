import { revokedBeforeKey, sessionKey, sessionListKey, sessionSeconds } from './keys.ts'
import type { KeyValue, Nudge } from './key-value.ts'

export type StoredSession = {
  id: string
  token: string
  userId: string
  userAgent: string | null
  createdAt: Date
  expiresAt: Date
}

/** Reads what better-auth stored for a session; undefined when it is not a session, or not a readable one. */
export function parseSession(stored: string | null): StoredSession | undefined {
  if (stored === null) return undefined
  try {
    const { session } = JSON.parse(stored) as { session?: Record<string, string | undefined> }
    if (!session?.id || !session.token || !session.userId || !session.createdAt || !session.expiresAt) return undefined
    return {
      id: session.id,
      token: session.token,
      userId: session.userId,
      userAgent: session.userAgent || null,
      createdAt: new Date(session.createdAt),
      expiresAt: new Date(session.expiresAt),
    }
  } catch {
    return undefined
  }
}

/** Sessions that began at or before the mark are over, even where deleting one was missed. */
export const isRevoked = (session: StoredSession, mark: string | null): boolean => mark !== null && session.createdAt.getTime() <= Number(mark)

/** A person's sessions that are still good, the newest first. */
export async function sessionsOf(store: KeyValue, personId: string): Promise<StoredSession[]> {
  const [listed, mark] = await Promise.all([store.get(sessionListKey(personId)), store.get(revokedBeforeKey(personId))])
  const tokens = listed === null ? [] : (JSON.parse(listed) as { token: string }[]).map(({ token }) => token)
  const sessions = await Promise.all([...new Set(tokens)].map(async (token) => parseSession(await store.get(sessionKey(token)))))
  return sessions
    .filter((session) => session !== undefined)
    .filter((session) => session.userId === personId && session.expiresAt.getTime() > Date.now() && !isRevoked(session, mark))
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
}

/**
 * Ends all sessions of a person that began before now, and tells the routers to close what still hangs on them.
 * The mark comes first: from then on the router refuses them, whatever happens to the rest.
 * @returns how many there were
 */
export async function endSessions({ store, nudge }: { store: KeyValue; nudge: Nudge }, personId: string): Promise<number> {
  const sessions = await sessionsOf(store, personId)
  await markRevoked(store, personId, Date.now())
  await Promise.all([...sessions.map(({ token }) => store.delete(sessionKey(token))), store.delete(sessionListKey(personId))])
  await nudge('session-revoked', { userId: personId })
  return sessions.length
}

/** @param before milliseconds since 1970; sessions that began then or earlier are over */
export const markRevoked = (store: KeyValue, personId: string, before: number): Promise<void> =>
  store.set(revokedBeforeKey(personId), String(before), sessionSeconds + 60)
