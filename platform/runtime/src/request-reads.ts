import type { Lane } from './lane.ts'
import type { Lanes } from './lanes.ts'
import type { Actor } from './viewer.ts'

/** Reads of one request: a lane leased at the first, entered once, one snapshot for all until it is given back. */
export type RequestReads<Db> = {
  read<T>(query: (db: Db) => Promise<T>): Promise<T>
  /** Waits for reads under way and gives the lane back; the next read leases again, with a newer snapshot. */
  release(): Promise<void>
}

/** `holdLane: false` gives the lane back whenever no read is under way: for subscriptions, which live long. */
export function createRequestReads<Db>(lanes: Lanes<Db>, actor: Actor, { holdLane = true } = {}): RequestReads<Db> {
  let opening: Promise<Lane<Db>> | undefined
  const underWay = new Set<Promise<unknown>>()

  const open = async () => {
    const lane = await lanes.lease()
    try {
      await lane.begin(actor, 'read')
      return lane
    } catch (error) {
      lanes.giveBack(lane)
      throw error
    }
  }
  const run = async <T>(query: (db: Db) => Promise<T>): Promise<T> => {
    opening ??= open()
    const lane = await opening
    return lane.run(query)
  }
  const release = async () => {
    while (underWay.size > 0) await Promise.allSettled(underWay)
    const opened = opening
    opening = undefined
    const lane = await opened?.catch(() => undefined)
    if (!lane) return
    await lane.rollback().catch(() => {}) // nothing was written
    lanes.giveBack(lane)
  }
  return {
    read(query) {
      const reading = run(query)
      underWay.add(reading)
      const done = () => {
        underWay.delete(reading)
        if (!holdLane && underWay.size === 0) void release()
      }
      reading.then(done, done)
      return reading
    },
    release,
  }
}

/** The same form inside a command: its reads see what it wrote. */
export function readsWithin<Db>(db: Db): RequestReads<Db> {
  return { read: (query) => query(db), release: async () => {} }
}
