import { newId } from '@cma/runtime'
import type { TestCentre } from '@cma/testing'
import type { TestEvent } from './a-ledger.ts'

type When = Date | string

/** Events of one matter, as the domain that has it records them. */
export function matter(centre: TestCentre, kind: string, common: Record<string, unknown>) {
  return (action: string, facts: Record<string, unknown> = {}, at?: When): TestEvent => ({
    action: `${kind}.${action}`,
    centre,
    facts: { ...common, ...facts },
    ...(at !== undefined && { at }),
  })
}

/** A Breathing Space on a case: `tell(bs.event('drafted', { ... }))`. */
export function aBreathingSpace(centre: TestCentre, caseId: string, breathingSpaceId = newId()) {
  return { id: breathingSpaceId, event: matter(centre, 'cases.breathing_space', { caseId, breathingSpaceId }) }
}

export function aComplaint(centre: TestCentre, caseId: string | null = null, complaintId = newId()) {
  return { id: complaintId, event: matter(centre, 'compliance.complaint', { complaintId, caseId }) }
}

export function aDsar(centre: TestCentre, dsarId = newId()) {
  return { id: dsarId, event: matter(centre, 'compliance.dsar', { dsarId, caseId: null }) }
}

export function aBreach(centre: TestCentre, breachId = newId()) {
  return { id: breachId, event: matter(centre, 'compliance.breach', { breachId }) }
}

export function aFileReview(centre: TestCentre, caseId: string, fileReviewId = newId()) {
  return {
    id: fileReviewId,
    event: matter(centre, 'compliance.file_review', { caseId, fileReviewId, adviserId: newId() }),
  }
}
