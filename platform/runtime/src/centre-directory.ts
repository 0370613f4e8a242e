import type pg from 'pg'
import type { CentresOf } from './viewer.ts'
import type { Nudges } from './nudges.ts'

/** The channel on which `identity` says that a centre was added or moved. */
export const centresChannel = 'app.centres'

/** Which centres belong to which network, from app.centre: what it takes to expand a network-wide role without a query. */
export type CentreDirectory = {
  centresOf: CentresOf
  /** Reads anew when a network is not known, or what is known is older than a second. Cheap otherwise. */
  refreshFor(networkIds: string[]): Promise<void>
  close(): void
}

const maxAgeMs = 1_000

export async function createCentreDirectory(pool: pg.Pool, nudges: Nudges): Promise<CentreDirectory> {
  let byNetwork = new Map<string, string[]>()
  let readAt = -Infinity
  let reading: Promise<void> | undefined
  const read = async () => {
    const startedAt = performance.now()
    const { rows } = await pool.query<{ id: string; network_id: string }>('select id, network_id from app.centre')
    const fresh = new Map<string, string[]>()
    for (const { id, network_id } of rows) fresh.set(network_id, [...(fresh.get(network_id) ?? []), id])
    byNetwork = fresh
    readAt = startedAt
  }
  const stop = await nudges.subscribe(centresChannel, () => (readAt = -Infinity))
  return {
    centresOf: (networkId) => byNetwork.get(networkId) ?? [],
    async refreshFor(networkIds) {
      if (networkIds.length === 0) return
      const old = performance.now() - readAt > maxAgeMs
      if (!old && networkIds.every((id) => byNetwork.has(id))) return
      reading ??= read().finally(() => (reading = undefined))
      await reading
    },
    close: stop,
  }
}
