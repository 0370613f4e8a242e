import pg from 'pg'

type Query = (this: pg.Client & { user?: string }, ...args: unknown[]) => unknown

/** What a client sends besides work: the frame of a lane or a transaction. */
const frame =
  /^\s*(?:begin|commit|rollback|savepoint|release|set|discard|deallocate|select\s+(?:\S*\.)?(?:set_config|enter)\()/i

/**
 * The SQL statements that this process sends while the work runs, in order, without transaction frames.
 * Servers under test run in the test's process, so theirs are seen; `role` leaves out other roles' (the engine's, the sealer's).
 */
export async function statementsDuring<Answer>(
  work: () => Promise<Answer>,
  { role }: { role?: string } = {},
): Promise<{ answer: Answer; statements: string[] }> {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  const statements: string[] = []
  prototype.query = function (...args) {
    const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string } | undefined)?.text
    if (text !== undefined && !frame.test(text) && (role === undefined || this.user === role)) statements.push(text)
    return original.apply(this, args)
  }
  try {
    return { answer: await work(), statements }
  } finally {
    prototype.query = original
  }
}

/** Counts from now on, for as long as this process lives. @returns the count so far */
export function countEachStatement(): () => number {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const original = prototype.query
  let count = 0
  prototype.query = function (...args) {
    const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text?: string } | undefined)?.text
    if (text !== undefined && !frame.test(text)) count += 1
    return original.apply(this, args)
  }
  return () => count
}
