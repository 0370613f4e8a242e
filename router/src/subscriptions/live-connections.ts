import type { Nudges } from '@cma/runtime/nudges'
import { z } from 'zod'
import type { Caller } from '../auth/sessions.ts'
import { closeCodes, type CloseReason } from './close-codes.ts'

/** A WebSocket or event stream that is open for a signed-in caller. */
export interface LiveConnection {
  caller: Caller
  close(reason: CloseReason): void
  /** Signs the caller in again; undefined when the session is over. */
  authenticate(): Promise<Caller | undefined>
}

/** All open connections of this process. Each hangs on its session, and is closed when that ends. */
export interface LiveConnections {
  /** Returns how to take it out again. */
  add(connection: LiveConnection): () => void
  /** Connections of the caller's session. */
  countOf(caller: Caller): number
  closeAll(reason: CloseReason): void
  stop(): void
}

export interface LiveConnectionsOptions {
  nudges: Nudges
  /** How often sessions are looked at again, besides being told. */
  recheckMs: number
  onError(error: unknown): void
}

const revokedSchema = z.object({
  userId: z.string(),
  sessionId: z.string().optional(),
  exceptSessionId: z.string().optional(),
})

/** Closes at once when told that a session ended or roles changed, and at the next look where a nudge was lost. */
export async function watchConnections({
  nudges,
  recheckMs,
  onError,
}: LiveConnectionsOptions): Promise<LiveConnections> {
  const live = new Set<LiveConnection>()
  const liveOf = new Map<string, Set<LiveConnection>>() // by person: thousands connect at once after a restart
  const of = (userId: string) => [...(liveOf.get(userId) ?? [])]
  const recheckAll = (connections: Iterable<LiveConnection>) => {
    for (const connection of connections) recheck(connection).catch(onError)
  }

  const stopRevoked = await nudges.subscribe('session-revoked', (payload) => {
    const parsed = revokedSchema.safeParse(parse(payload))
    if (!parsed.success) return recheckAll(live) // nudges may have been missed
    const { userId, sessionId, exceptSessionId } = parsed.data
    for (const connection of of(userId)) {
      const { sid } = connection.caller.claims
      if ((sessionId === undefined || sid === sessionId) && sid !== exceptSessionId) connection.close(ended)
    }
  })
  const stopGrants = await nudges.subscribe('grants-changed', (userId) => recheckAll(userId ? of(userId) : live))
  const timer = setInterval(() => recheckAll(live), recheckMs).unref()

  return {
    add(connection) {
      const { sub } = connection.caller.claims
      live.add(connection)
      liveOf.set(sub, (liveOf.get(sub) ?? new Set()).add(connection))
      const left = Math.min(connection.caller.expiresAt - Date.now(), 2 ** 31 - 1)
      const expiry = setTimeout(() => connection.close(ended), left)
      return () => {
        clearTimeout(expiry)
        live.delete(connection)
        const others = liveOf.get(sub)
        others?.delete(connection)
        if (others?.size === 0) liveOf.delete(sub)
      }
    },
    countOf: ({ claims }) => of(claims.sub).filter(({ caller }) => caller.claims.sid === claims.sid).length,
    closeAll(reason) {
      for (const connection of live) connection.close(reason)
    },
    stop() {
      clearInterval(timer)
      stopRevoked()
      stopGrants()
    },
  }
}

const ended = { code: closeCodes.unauthorized, reason: 'The session has ended' }

/** A store that does not answer changes nothing: the connection stays, at the longest until its session expires. */
async function recheck({ caller, close, authenticate }: LiveConnection): Promise<void> {
  const now = await authenticate()
  if (!now) close(ended)
  else if (now.scope !== caller.scope) {
    close({ code: closeCodes.changed, reason: 'Your roles have changed: connect again' })
  }
}

function parse(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '')
  } catch {
    return undefined
  }
}
