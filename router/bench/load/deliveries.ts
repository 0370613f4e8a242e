/** Keeps the books of a fan-out: which alert was raised when, and which client has it. */

export interface Deliveries {
  /** Notes that the next alert is being raised; its number counts from 0. */
  raised(): number
  /** Notes that a client got an alert: all must come, each once and in order. */
  got(client: number, nth: number): void
  /** The run is lost: whoever waits is told. */
  fail(reason: string): void
  /**
   * Resolves with true when every client has the alert, with false when none got any alert for `patienceMs`. A router
   * may take long to serve all, so waiting ends at a standstill and not at a deadline.
   */
  complete(nth: number, patienceMs: number): Promise<boolean>
  /** Forgets the latencies so far, in milliseconds from raising an alert to a client having it, and gathers new ones. */
  gatherLatencies(): number[]
}

export function createDeliveries(clients: number): Deliveries {
  const raisedAt: number[] = []
  const missing: number[] = []
  /** The alert that each client must get next; 0 is also a client that had none yet, and may begin anywhere. */
  const next = new Int32Array(clients)
  let latencies: number[] = []
  let lastAt = performance.now()
  let failure: Error | undefined
  let wake = () => {}

  function fail(reason: string): void {
    failure ??= new Error(reason)
    wake()
  }

  return {
    raised() {
      missing.push(clients)
      return raisedAt.push(performance.now()) - 1
    },
    got(client, nth) {
      if (next[client] !== 0 && next[client] !== nth) {
        return fail(`client ${client} got alert ${nth} instead of ${next[client]}`)
      }
      next[client] = nth + 1
      lastAt = performance.now()
      latencies.push(lastAt - (raisedAt[nth] ?? Number.NaN))
      missing[nth] = (missing[nth] ?? 0) - 1
      if (missing[nth] === 0) wake()
    },
    fail,
    async complete(nth, patienceMs) {
      const from = performance.now()
      while (missing[nth] !== 0) {
        if (failure) throw failure
        if (performance.now() - Math.max(lastAt, from) > patienceMs) return false
        await new Promise<void>((resolve) => {
          const look = setTimeout(resolve, 50)
          wake = () => {
            clearTimeout(look)
            resolve()
          }
        })
      }
      if (failure) throw failure
      return true
    },
    gatherLatencies: () => (latencies = []),
  }
}
