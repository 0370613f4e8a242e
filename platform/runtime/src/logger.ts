import { trace } from '@opentelemetry/api'
import { pino, type Logger } from 'pino'

export type { Logger }

/**
 * JSON lines on standard output, each with the trace that it belongs to.
 * Log ids, codes and counts; names, notes and addresses have no place here, and what is known to carry them is removed.
 */
export function createLogger({ name, level }: { name: string; level: string }): Logger {
  return pino({
    level,
    base: { service: name },
    mixin() {
      const traceId = currentTraceId()
      return traceId === undefined ? {} : { traceId }
    },
    redact: {
      paths: [
        'body',
        'email',
        'password',
        'token',
        'identity',
        'variables',
        'headers',
        'cookie',
        '*.email',
        '*.password',
        '*.token',
        '*.variables',
      ],
      remove: true,
    },
    serializers: { err: describeError, error: describeError },
    timestamp: pino.stdTimeFunctions.isoTime,
  })
}

/** A database's message may quote values of a row: it is kept out, its code says enough. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: typeof error }
  const { code, meta } = error as Error & {
    code?: unknown
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } }
  }
  const fromDatabase =
    error.name.startsWith('Prisma') ||
    error.name === 'DriverAdapterError' ||
    ['DatabaseError', 'error'].includes(error.name)
  const lines = error.stack?.split('\n') ?? []
  return {
    type: error.name,
    message: fromDatabase
      ? `database error ${String(meta?.driverAdapterError?.cause?.originalCode ?? code ?? '')}`.trim()
      : error.message,
    code,
    stack: (fromDatabase ? lines.filter((line) => line.trimStart().startsWith('at ')) : lines).join('\n'),
  }
}

export function currentTraceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId
}
