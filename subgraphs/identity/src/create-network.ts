import { newId } from '@cma/runtime'
import { appendEvent } from './ledger-event.ts'
import { inSystemTransaction, type SystemPool } from './system-pool.ts'

export type NewNetwork = {
  /** UUIDv7; made when absent. */
  id?: string
  name: string
  centres: NewCentre[]
}

export type NewCentre = {
  /** UUIDv7; made when absent. */
  id?: string
  name: string
  jurisdictions?: ('ENGLAND_WALES' | 'SCOTLAND' | 'NORTHERN_IRELAND')[]
  regulatoryStatus?: 'AUTHORISED' | 'APPOINTED_REPRESENTATIVE' | 'EXEMPT' | 'NOT_RECORDED'
  firmReferenceNumber?: string
  sfsLicence?: string
  telephone?: string
}

/**
 * Makes a network and its centres, as the platform itself: the first thing that an installation needs.
 * @returns the ids, the centres' in the order given
 */
export async function createNetwork(
  people: SystemPool,
  network: NewNetwork,
): Promise<{ networkId: string; centreIds: string[] }> {
  const networkId = network.id ?? newId()
  const centres = network.centres.map((centre) => ({ ...centre, id: centre.id ?? newId() }))
  await inSystemTransaction(people, async (tx) => {
    await tx.query(`insert into network (id, name) values ($1, $2)`, [networkId, network.name])
    for (const centre of centres)
      await tx.query(
        `insert into centre (id, network_id, name, jurisdictions, regulatory_status, firm_reference_number, sfs_licence, telephone) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          centre.id,
          networkId,
          centre.name,
          centre.jurisdictions ?? ['ENGLAND_WALES'],
          centre.regulatoryStatus ?? 'NOT_RECORDED',
          centre.firmReferenceNumber ?? null,
          centre.sfsLicence ?? null,
          centre.telephone ?? null,
        ],
      )
    await appendEvent(tx, {
      actor: { kind: 'SYSTEM', id: 'identity' },
      action: 'identity.network.added',
      entities: [{ type: 'Network', id: networkId }, ...centres.map(({ id }) => ({ type: 'Centre', id }))],
    })
  })
  return { networkId, centreIds: centres.map(({ id }) => id) }
}
