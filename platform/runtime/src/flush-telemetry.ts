let flush: () => Promise<void> = () => Promise.resolve()

/** Sends what telemetry still holds; a process calls it last, before it exits. Nothing to do where there is no telemetry. */
export function flushTelemetry(): Promise<void> {
  return flush()
}

/** For telemetry.ts, which is loaded before everything else and knows how. */
export function onFlush(how: () => Promise<void>): void {
  flush = how
}
