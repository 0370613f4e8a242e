import { createLane, type Lane, type LaneOptions } from './lane.ts'
import type { Actor } from './viewer.ts'

/** The lanes of a process: as many requests hold a connection at the same time, the others wait in turn. */
export type Lanes<Db> = {
  /** @throws after `waitMs` when none becomes free */
  lease(): Promise<Lane<Db>>
  giveBack(lane: Lane<Db>): void
  /** Background work: one transaction as the actor, committed when `work` resolves, else rolled back. */
  inTransaction<T>(actor: Actor, work: (db: Db) => Promise<T>): Promise<T>
  /** Waits for the leased ones. */
  close(): Promise<void>
}

export type LanesOptions<Db> = Omit<LaneOptions<Db>, 'onStatement'> & {
  size?: number
  /** How long a request waits for a lane, milliseconds. */
  waitMs?: number
  onStatement?: (sql: string) => void
}

export function createLanes<Db>({
  size = 10,
  waitMs = 5_000,
  onStatement = () => {},
  ...options
}: LanesOptions<Db>): Lanes<Db> {
  const idle: Lane<Db>[] = []
  const waiting: Array<(lane: Lane<Db>) => void> = []
  let made = 0
  let leased = 0
  let closed = false
  let whenAllBack: (() => void) | undefined

  const lanes: Lanes<Db> = {
    async lease() {
      if (closed) throw new Error('The database is closed')
      leased += 1
      const lane = idle.pop()
      if (lane) return lane
      if (made < size) {
        made += 1
        return createLane({ ...options, onStatement })
      }
      return new Promise((resolve, reject) => {
        const take = (free: Lane<Db>) => {
          clearTimeout(timer)
          resolve(free)
        }
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(take), 1)
          leased -= 1
          reject(new Error(`No database connection became free within ${waitMs} ms`))
        }, waitMs)
        waiting.push(take)
      })
    },
    giveBack(lane) {
      const next = waiting.shift()
      leased -= 1
      if (next) {
        next(lane)
        return
      }
      idle.push(lane)
      if (leased === 0) whenAllBack?.()
    },
    async inTransaction(actor, work) {
      const lane = await lanes.lease()
      try {
        await lane.begin(actor, 'write')
        const result = await lane.run(work).catch(async (error: unknown) => {
          await lane.rollback().catch(() => {})
          throw error
        })
        await lane.commit()
        return result
      } finally {
        lanes.giveBack(lane)
      }
    },
    async close() {
      closed = true
      if (leased > 0) await new Promise<void>((resolve) => (whenAllBack = resolve))
      await Promise.all(idle.map((lane) => lane.close()))
    },
  }
  return lanes
}
