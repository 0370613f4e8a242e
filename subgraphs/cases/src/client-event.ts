import type { LedgerEvent } from '@cma/runtime'
import type { Tx } from './context.ts'
import type { ClientRow } from './rows.ts'

/** The ledger event of a change to a client: on the trail of each of their cases too. Names of fields, never what is in them. */
export async function clientEvent(
  tx: Tx,
  action: string,
  { id: clientId, centreId }: ClientRow,
  fields: string[],
): Promise<LedgerEvent> {
  const cases = await tx.case.findMany({
    where: { OR: [{ clientId }, { jointClientId: clientId }] },
    select: { id: true },
  })
  return {
    action: `cases.client.${action}`,
    centreId,
    entities: [...cases.map(({ id }) => ({ type: 'Case', id })), { type: 'Client', id: clientId }],
    facts: { clientId, fields },
  }
}
