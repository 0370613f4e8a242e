import type { Alert, CaseFact } from './generated/prisma/client.ts'
import type { AlertCase } from './policies.ts'

/** An alert with the case's adviser as of now, for a question to policies. */
export function alertCase<
  Row extends Pick<Alert, 'centreId' | 'recipientRoles' | 'toCaseAdviser' | 'handlerId' | 'state'>,
>(alert: Row, fact: Pick<CaseFact, 'adviserId'> | null): AlertCase & { state: string } {
  const { centreId, recipientRoles, toCaseAdviser, handlerId, state } = alert
  return {
    centreId,
    recipientRoles,
    toCaseAdviser,
    handlerId,
    state,
    caseKnown: fact !== null,
    adviserId: fact?.adviserId ?? null,
    restriction: null, // row security leaves out alerts of cases that are hidden from the viewer
  }
}
