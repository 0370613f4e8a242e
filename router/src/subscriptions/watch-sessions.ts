import type { Nudges } from '@cma/runtime'
import { z } from 'zod'
import { closeCodes } from './close-codes.ts'
import type { LiveSocket } from './websocket-server.ts'

const revokedSchema = z.object({
  userId: z.string(),
  sessionId: z.string().optional(),
  exceptSessionId: z.string().optional(),
})

export interface WatchOptions {
  live: ReadonlySet<LiveSocket>
  nudges: Nudges
  recheckMs: number
  onError(error: unknown): void
}

/**
 * Closes sockets whose session ended or whose caller's roles changed: at once when told, and at the next look where a
 * nudge was lost. Returns how to stop.
 */
export async function watchSessions({ live, nudges, recheckMs, onError }: WatchOptions): Promise<() => void> {
  const recheckAll = (sockets: Iterable<LiveSocket>) => {
    for (const socket of sockets) void recheck(socket).catch(onError)
  }
  const of = (userId: string) => [...live].filter(({ caller }) => caller.claims.sub === userId)

  const stopRevoked = await nudges.subscribe('session-revoked', (payload) => {
    const parsed = revokedSchema.safeParse(parse(payload))
    if (!parsed.success) return recheckAll(live) // nudges may have been missed
    const { userId, sessionId, exceptSessionId } = parsed.data
    for (const { caller, connection } of of(userId)) {
      const { sid } = caller.claims
      if ((sessionId === undefined || sid === sessionId) && sid !== exceptSessionId) connection.close(ended)
    }
  })
  const stopGrants = await nudges.subscribe('grants-changed', (userId) => recheckAll(userId ? of(userId) : live))
  const timer = setInterval(() => recheckAll(live), recheckMs).unref()
  return () => {
    clearInterval(timer)
    stopRevoked()
    stopGrants()
  }
}

const ended = { code: closeCodes.unauthorized, reason: 'The session has ended' }

/** A store that does not answer changes nothing: the socket stays, at the longest until its session expires. */
async function recheck({ caller, connection, authenticate }: LiveSocket): Promise<void> {
  const now = await authenticate()
  if (!now) connection.close(ended)
  else if (now.scope !== caller.scope) {
    connection.close({ code: closeCodes.changed, reason: 'Your roles have changed: connect again' })
  }
}

function parse(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '')
  } catch {
    return undefined
  }
}
