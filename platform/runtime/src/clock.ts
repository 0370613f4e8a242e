/** The time, injectable so that tests can move it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock for tests: it stands still until it is moved. */
export function manualClock(
  start: Date | string,
): Clock & { set(at: Date | string): void; advance(milliseconds: number): void } {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    set: (to) => void (at = new Date(to).getTime()),
    advance: (milliseconds) => void (at += milliseconds),
  }
}
