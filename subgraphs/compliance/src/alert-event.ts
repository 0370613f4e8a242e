import type { Alert } from './generated/prisma/client.ts'

/** The ledger event of a change to an alert: ids and codes, never what was written. */
export function alertEvent(action: string, { id, code, severity, centreId, caseId }: Alert) {
  return {
    action,
    centreId,
    entities: [{ type: 'ComplianceAlert', id }, ...(caseId === null ? [] : [{ type: 'Case', id: caseId }])],
    facts: { alertId: id, code, severity, caseId },
  }
}
