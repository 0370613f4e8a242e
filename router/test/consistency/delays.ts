import { setImmediate, setTimeout as wait } from 'node:timers/promises'
import type { Results } from '@cma/runtime'

/** Chances from one seed, so that a run can be repeated as far as timing allows. */
export type Chance = () => number

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Pause = () => Promise<void>

/**
 * Between two steps: mostly no time but a turn for everybody else, and for a share of them long enough for a whole
 * question or change of somebody else to go past.
 */
export function pauses(chance: Chance, { longShare, longMs }: { longShare: number; longMs: number }): Pause {
  return async () => {
    const drawn = chance()
    if (drawn < longShare) await wait(chance() * longMs)
    else if (drawn < 0.5) await wait(chance() * 3)
    else await setImmediate()
  }
}

/** A store each of whose steps has a pause before it and one after it. */
export function slowly(results: Results, pause: Pause): Results {
  const slow = <Args extends unknown[], T>(step: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      await pause()
      const result = await step(...args)
      await pause()
      return result
    }
  }
  return {
    ...results,
    read: slow(results.read),
    begin: slow(results.begin),
    keep: slow(results.keep),
    announce: slow(results.announce),
    settle: slow(results.settle),
    renew: slow(results.renew),
    ping: slow(results.ping),
  }
}
