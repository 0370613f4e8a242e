type Thing = { id: string; centreId: string; caseId: string | null }
type Fact = string | number | boolean | null

/** The ledger event of a change in a register: ids, choices and days, never what was written. */
export function registerEvent(
  action: string,
  { type, idName, row }: { type: string; idName: string; row: Thing },
  facts: Record<string, Fact> = {},
) {
  return {
    action,
    centreId: row.centreId,
    entities: [...(row.caseId === null ? [] : [{ type: 'Case', id: row.caseId }]), { type, id: row.id }],
    facts: { [idName]: row.id, caseId: row.caseId, ...facts },
  }
}

export const complaintEvent = (name: string, row: Thing, facts?: Record<string, Fact>) =>
  registerEvent(`compliance.complaint.${name}`, { type: 'Complaint', idName: 'complaintId', row }, facts)

export const requestEvent = (name: string, row: Thing, facts?: Record<string, Fact>) =>
  registerEvent(`compliance.dsar.${name}`, { type: 'SubjectAccessRequest', idName: 'dsarId', row }, facts)

export const breachEvent = (name: string, row: Thing, facts?: Record<string, Fact>) =>
  registerEvent(`compliance.breach.${name}`, { type: 'DataBreach', idName: 'breachId', row }, facts)

export const reviewEvent = (name: string, row: Thing, facts?: Record<string, Fact>) =>
  registerEvent(`compliance.file_review.${name}`, { type: 'FileReview', idName: 'fileReviewId', row }, facts)
