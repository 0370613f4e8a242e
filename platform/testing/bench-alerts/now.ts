/** Milliseconds since 1970 with their fractions: the same clock in every process of this machine, and in its database. */
export function now(): number {
  return performance.timeOrigin + performance.now()
}
