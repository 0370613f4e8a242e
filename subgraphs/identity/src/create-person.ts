import { newId } from '@cma/runtime'
import { appendEvent } from './ledger-event.ts'
import type { CentreRole, NetworkRole } from './roles.ts'
import { setPassword } from './set-password.ts'
import { inSystemTransaction, type SystemPool } from './system-pool.ts'

export type NewPerson = {
  /** UUIDv7; made when absent. */
  id?: string
  name: string
  email: string
  telephone?: string
  /** Without one, the person can't sign in until they have redeemed a link. */
  password?: string
  /** CLIENT is only ever given here. */
  centres?: { centreId: string; roles: (CentreRole | 'CLIENT')[] }[]
  networks?: { networkId: string; roles: NetworkRole[] }[]
  /** Since when they work there, for the ledger; from now on unless said. */
  since?: Date
}

/**
 * Makes a person with roles and a password, as the platform itself: for setting a network up, and for demo accounts.
 * People are added by people with the command `addUser`.
 * @returns the person's id
 */
export async function createPerson(people: SystemPool, person: NewPerson): Promise<string> {
  const id = person.id ?? newId()
  await inSystemTransaction(people, async (tx) => {
    await tx.query(`insert into person (id, name, email, telephone) values ($1, $2, $3, $4)`, [
      id,
      person.name,
      person.email.toLowerCase(),
      person.telephone ?? null,
    ])
    for (const { centreId, roles } of person.centres ?? [])
      await tx.query(`insert into membership (id, person_id, centre_id, roles) values ($1, $2, $3, $4)`, [
        newId(),
        id,
        centreId,
        roles,
      ])
    for (const { networkId, roles } of person.networks ?? [])
      await tx.query(`insert into network_membership (id, person_id, network_id, roles) values ($1, $2, $3, $4)`, [
        newId(),
        id,
        networkId,
        roles,
      ])
    if (person.password !== undefined) await setPassword(tx, id, person.password)
    const actor = { kind: 'SYSTEM', id: 'identity' } as const
    await appendEvent(tx, { actor, action: 'identity.user.added', entities: [{ type: 'User', id }] }, person.since)
    for (const { centreId, roles } of person.centres ?? [])
      await appendEvent(
        tx,
        {
          actor,
          action: 'identity.membership.changed',
          centreId,
          entities: [{ type: 'User', id }],
          facts: { userId: id, centreId, roles },
        },
        person.since,
      )
  })
  return id
}
