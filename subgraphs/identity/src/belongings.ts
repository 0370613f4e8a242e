import type { Viewer } from '@cma/runtime'
import { mayAt, type Act } from './policies.ts'
import type { SystemPool } from './system-pool.ts'

/** Roles at a centre, or with `centreId` null in the network. */
type Belonging = { centreId: string | null; networkId: string; roles: string[] }

/**
 * Where a person has roles now, centres and networks included that the viewer knows nothing of: whoever may do
 * something to a whole account must be entitled to it everywhere.
 */
export async function belongingsOf(people: SystemPool, personId: string): Promise<Belonging[]> {
  const { rows } = await people.query<Belonging>(
    `select m.centre_id as "centreId", c.network_id as "networkId", m.roles from membership m join centre c on c.id = m.centre_id
       where m.person_id = $1 and m.ended_at is null
     union all
     select null, network_id, roles from network_membership where person_id = $1 and ended_at is null`,
    [personId],
  )
  return rows
}

/** Whether the viewer may do the act wherever the person belongs. Roles of a network are its administrators' business. */
export function mayEverywhere(viewer: Viewer, act: Act, belongings: readonly Belonging[]): boolean {
  return belongings.every(({ centreId, networkId }) =>
    centreId ? mayAt(viewer, act, centreId) : (viewer.grants.n[networkId] ?? []).includes('NETWORK_ADMIN'),
  )
}
