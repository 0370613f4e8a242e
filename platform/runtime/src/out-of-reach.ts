/** Of connections, as Node names them. */
const lost = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND'])
/** Of ioredis and pg, which name some of theirs by words alone. */
const words =
  /Connection is closed|Command timed out|Stream isn't writeable|Connection terminated|timeout exceeded when trying to connect|The database connection was lost/

/**
 * Whether an error says that Redis or PostgreSQL could not be reached, rather than that something is wrong with what was asked:
 * SQLSTATE class 08 (connection), 57P (shut down, starting up) and 53300 (too many connections), Prisma's P1001, P1002, P1008 and
 * P1017, and what the drivers say of lines that broke.
 */
export function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  return (
    error.name === 'MaxRetriesPerRequestError' ||
    (typeof code === 'string' && (lost.has(code) || /^(08...|53300|57P..|P10(01|02|08|17))$/.test(code))) ||
    words.test(error.message) ||
    isOutOfReach(error.cause) ||
    (error instanceof AggregateError && error.errors.some(isOutOfReach))
  )
}
