import type { Grants, KeyValue } from '@cma/runtime'
import type { PrismaClient } from './generated/prisma/client.ts'
import { grantsKey } from './keys.ts'
import { inOrder } from './roles.ts'
import { inSystemTransaction, type SystemPool, type SystemTransaction } from './system-pool.ts'

/** How long a copy in the store counts: bounds what a write that got lost (the store was down) can do. */
const copySeconds = 10 * 60

/**
 * Reads what a person may do from the database and puts it into the store for the router.
 * Call it after each change of memberships has been committed. One at a time for each person, so that of two
 * at once the later copy is the one that stays.
 * @returns undefined when there is no such person; no grants at all when the account is closed
 */
export async function publishGrants(
  { people, store }: { people: SystemPool; store: KeyValue },
  personId: string,
): Promise<Grants | undefined> {
  return inSystemTransaction(people, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('identity grants'), hashtext($1))`, [personId])
    const grants = await grantsOf(tx, personId)
    if (grants) await store.set(grantsKey(personId), JSON.stringify(grants), { ttlSeconds: copySeconds })
    return grants
  })
}

/**
 * Before a change of memberships is committed: takes the copy out of the store, and keeps everybody from making another until the
 * transaction has ended. So old grants do not outlive the change, even where this process dies before it publishes the new ones.
 * Fails with the store away: then nothing is changed.
 */
export async function withdrawGrants(
  tx: Pick<PrismaClient, '$executeRaw'>,
  store: KeyValue,
  personId: string,
): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('identity grants'), hashtext(${personId}))`
  await store.delete(grantsKey(personId))
}

async function grantsOf(tx: SystemTransaction, personId: string): Promise<Grants | undefined> {
  const { rows } = await tx.query<{ centre_id: string | null; network_id: string | null; roles: string[] | null }>(
    `select m.centre_id, m.network_id, m.roles from person p left join (
       select person_id, centre_id, null::uuid as network_id, roles from membership where ended_at is null
       union all
       select person_id, null, network_id, roles from network_membership where ended_at is null
     ) m on m.person_id = p.id and p.active
     where p.id = $1`,
    [personId],
  )
  if (rows.length === 0) return undefined
  const grants: Grants = { c: {}, n: {} }
  for (const { centre_id, network_id, roles } of rows) {
    if (centre_id) grants.c[centre_id] = inOrder(roles ?? [])
    if (network_id) grants.n[network_id] = inOrder(roles ?? [])
  }
  return grants
}
