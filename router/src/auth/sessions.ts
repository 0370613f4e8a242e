import type { KeyValue } from '@cma/runtime/key-value'
import { authorizationScopeOf, type Claims } from '@cma/runtime/viewer'
import { z } from 'zod'
import { createLru } from '../documents/lru.ts'

/** Who calls, and until when that is known to hold. */
export interface Caller {
  claims: Claims
  /** Callers with one scope see the same; nothing is shared between two scopes. */
  scope: string
  /** Milliseconds since 1970. */
  expiresAt: number
  /**
   * How many changes had been made through routers when this request came in. What was asked before a change must not
   * answer a question that comes after it: only requests with the same count share an answer. Undefined: shares nothing.
   */
  changes?: string
}

/** Counts mutations through all routers. Counted up before a mutation is answered. */
export const changesKey = 'router:changes'

export interface SessionsOptions {
  keyValue: KeyValue
  /** Asks identity for a person's grants when the store has none; undefined: no such person. */
  askGrants(userId: string): Promise<Grants | undefined>
  now?: () => number
}

type Grants = Pick<Claims, 'c' | 'n'>

const grantsSchema: z.ZodType<Grants> = z.object({
  c: z.record(z.string(), z.array(z.any())),
  n: z.record(z.string(), z.array(z.any())),
})
const sessionSchema = z.object({
  session: z.object({ id: z.string(), userId: z.string(), createdAt: z.iso.datetime(), expiresAt: z.iso.datetime() }),
})

/**
 * The caller of a session token, or undefined when the session is over. The store is asked every time, so that a
 * sign-out holds from the next request on; the three keys go in one round trip once the person of a token is known.
 */
export function createSessions({ keyValue, askGrants, now = Date.now }: SessionsOptions) {
  const remembered = createLru<Remembered>(20_000_000, (token) => token.length + 1_000)
  return async (token: string): Promise<Caller | undefined> => {
    const known = remembered.get(token)
    const [stored, changes = '0', ...rest] = await keyValue.getMany([
      `auth:${token}`,
      changesKey,
      ...(known ? keysOf(known.userId) : []),
    ])
    if (stored === undefined) return undefined
    const session = known?.stored === stored ? known.session : readSession(stored)
    if (!session) return undefined
    const { userId, createdAt, expiresAt } = session
    const [revokedBefore, grantsText] = known?.userId === userId ? rest : await keyValue.getMany(keysOf(userId))
    if (expiresAt <= now()) return undefined
    if (revokedBefore !== undefined && createdAt <= Number(revokedBefore)) return undefined
    // The same texts as last time make the same caller: nothing is parsed or hashed again.
    if (known?.caller && known.stored === stored && known.grantsText === grantsText) return { ...known.caller, changes }
    const grants = readGrants(grantsText) ?? (await askGrants(userId))
    if (!grants) return undefined
    const claims: Claims = { sub: userId, kind: 'USER', c: grants.c, n: grants.n, scopes: [], sid: session.id }
    const caller = { claims, scope: authorizationScopeOf(claims), expiresAt }
    remembered.set(token, {
      userId,
      stored,
      session,
      grantsText,
      caller: grantsText === undefined ? undefined : caller,
    })
    return { ...caller, changes }
  }
}

interface Remembered {
  userId: string
  stored: string
  session: Session
  grantsText: string | undefined
  caller: Caller | undefined
}

export type FindCaller = ReturnType<typeof createSessions>

const keysOf = (userId: string) => [`revoked-sessions-before-${userId}`, `grants:${userId}`]

interface Session {
  id: string
  userId: string
  /** Milliseconds since 1970. */
  createdAt: number
  expiresAt: number
}

function readSession(text: string): Session | undefined {
  const parsed = sessionSchema.safeParse(parse(text))
  if (!parsed.success) return undefined
  const { id, userId, createdAt, expiresAt } = parsed.data.session
  return { id, userId, createdAt: Date.parse(createdAt), expiresAt: Date.parse(expiresAt) }
}

function readGrants(text: string | undefined): Grants | undefined {
  const parsed = grantsSchema.safeParse(parse(text))
  return parsed.success ? parsed.data : undefined
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
