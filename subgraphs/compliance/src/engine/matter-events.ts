import { londonDate } from '@cma/runtime/london-date'
import { z } from 'zod'
import type { MatterKind } from '../generated/graphql.ts'
import type { LedgerEvent } from './ledger-event.ts'
import type { MatterFact } from './matter-picture.ts'

// What the ledger's events say of matters, as data: of each event, which matter it is about, and which of its facts are kept as
// anchors and as facts. A new clock needs an entry here only where its event is new.

const id = z.guid()
const day = z.iso.date()
const moment = z.iso.datetime({ offset: true })
const optional = <Shape extends z.ZodType>(shape: Shape) => shape.nullish().transform((value) => value ?? undefined)

/** What one event changes of its matter. */
export type MatterChange = {
  matterId: string
  kind: MatterKind
  /** Where the event begins the matter, or says more of what it belongs to. */
  caseId?: string | undefined
  parentId?: string | undefined
  handlerId?: string | null | undefined
  /** Undefined takes an anchor away. */
  anchors?: Record<string, string | undefined>
  facts?: Record<string, string | number | boolean | undefined>
  /** Whether the event brings the matter into being; others say nothing of a matter that is not known. */
  begins?: boolean
  /** Ends others of the same kind and parent: a consent is renewed by the next of its kind. */
  replaces?: { anchor: string; on: string; sameFact?: string }
  /** Set on the matters that belong to it. */
  children?: Record<string, string>
  /** Counts the days of a pause. */
  pause?: 'BEGINS' | 'ENDS'
}

type Reading = (event: LedgerEvent) => MatterChange | undefined

/** An event's change, or undefined when its facts are not what this domain relies on. */
function reading<Shape extends z.ZodType>(
  shape: Shape,
  change: (facts: z.infer<Shape>, on: string, event: LedgerEvent) => MatterChange,
): Reading {
  return (event) => {
    const facts = shape.safeParse(event.facts).data
    return facts === undefined ? undefined : change(facts, londonDate(event.occurredAt), event)
  }
}

/** Of events that say no more than that something was done on a day: the day named, or the one on which it was recorded. */
function happened(kind: MatterKind, key: string, anchor: string, named?: string): Reading {
  return reading(z.object({ [key]: id, ...(named && { [named]: optional(day) }) }), (facts, on) => {
    const values = facts as Record<string, string | undefined>
    return { kind, matterId: values[key]!, anchors: { [anchor]: (named && values[named]) || on } }
  })
}

const breathingSpaceKind = z.enum(['STANDARD', 'MENTAL_HEALTH_CRISIS'])
const breathingSpace = { caseId: id, breathingSpaceId: id }
const complaint = { complaintId: id }
const dsar = { dsarId: id }
const breach = { breachId: id }
const fileReview = { fileReviewId: id }

export const matterEvents: Record<string, Reading> = {
  'cases.breathing_space.drafted': reading(
    z.object({ ...breathingSpace, kind: breathingSpaceKind, crisisEvidenceHeld: z.boolean() }),
    ({ caseId, breathingSpaceId, kind, crisisEvidenceHeld }, on) => ({
      kind: 'BREATHING_SPACE',
      matterId: breathingSpaceId,
      caseId,
      begins: true,
      anchors: { draftedOn: on },
      facts: { kind, crisisEvidenceHeld },
    }),
  ),
  'cases.breathing_space.crisis_evidence_recorded': reading(z.object(breathingSpace), ({ breathingSpaceId }) => ({
    kind: 'BREATHING_SPACE',
    matterId: breathingSpaceId,
    facts: { crisisEvidenceHeld: true },
  })),
  'cases.breathing_space.started': reading(
    z.object({ ...breathingSpace, kind: breathingSpaceKind, startedOn: day }),
    ({ caseId, breathingSpaceId, kind, startedOn }) => ({
      kind: 'BREATHING_SPACE',
      matterId: breathingSpaceId,
      caseId,
      begins: true,
      anchors: { startedOn },
      facts: { kind },
    }),
  ),
  'cases.breathing_space.midway_review_recorded': happened(
    'BREATHING_SPACE',
    'breathingSpaceId',
    'midwayReviewedOn',
    'reviewedOn',
  ),
  'cases.breathing_space.plan_recorded': happened('BREATHING_SPACE', 'breathingSpaceId', 'planRecordedOn'),
  'cases.breathing_space.point_of_contact_asked': happened(
    'BREATHING_SPACE',
    'breathingSpaceId',
    'pointOfContactAskedOn',
    'askedOn',
  ),
  'cases.breathing_space.treatment_ended': happened(
    'BREATHING_SPACE',
    'breathingSpaceId',
    'treatmentEndedOn',
    'treatmentEndedOn',
  ),
  'cases.breathing_space.ended': reading(
    z.object({ ...breathingSpace, endedOn: optional(day) }),
    ({ breathingSpaceId, endedOn }, on) => ({
      kind: 'BREATHING_SPACE',
      matterId: breathingSpaceId,
      anchors: { endedOn: endedOn ?? on },
      children: { endedOn: endedOn ?? on },
    }),
  ),
  'cases.breathing_space.creditor_review_requested': reading(
    z.object({ ...breathingSpace, reviewId: id, requestedOn: day, debtStartedOn: day }),
    ({ caseId, breathingSpaceId, reviewId, requestedOn, debtStartedOn }) => ({
      kind: 'CREDITOR_REVIEW',
      matterId: reviewId,
      caseId,
      parentId: breathingSpaceId,
      begins: true,
      anchors: { requestedOn, debtStartedOn },
    }),
  ),
  'cases.breathing_space.creditor_review_decided': happened('CREDITOR_REVIEW', 'reviewId', 'decidedOn', 'decidedOn'),

  'cases.consent.given': reading(
    z.object({
      caseId: optional(id),
      clientId: id,
      consentId: id,
      kind: z.string(),
      givenOn: day,
      expiresOn: optional(day),
    }),
    ({ caseId, clientId, consentId, kind, givenOn, expiresOn }) => ({
      kind: 'CONSENT',
      matterId: consentId,
      caseId,
      parentId: clientId,
      begins: true,
      anchors: { givenOn, expiresOn },
      facts: { kind },
      replaces: { anchor: 'replacedOn', on: givenOn, sameFact: 'kind' },
    }),
  ),
  'cases.consent.withdrawn': happened('CONSENT', 'consentId', 'withdrawnOn', 'withdrawnOn'),
  'cases.authority.signed': reading(
    z.object({ caseId: optional(id), clientId: id, authorityId: id, signedOn: day, expiresOn: optional(day) }),
    ({ caseId, clientId, authorityId, signedOn, expiresOn }) => ({
      kind: 'AUTHORITY',
      matterId: authorityId,
      caseId,
      parentId: clientId,
      begins: true,
      anchors: { signedOn, expiresOn },
      replaces: { anchor: 'replacedOn', on: signedOn },
    }),
  ),
  'cases.authority.ended': happened('AUTHORITY', 'authorityId', 'endedOn', 'endedOn'),

  'cases.vulnerability.recorded': reading(
    z.object({ caseId: optional(id), clientId: id, recordId: id, supportAgreed: z.boolean(), reviewOn: optional(day) }),
    ({ caseId, clientId, recordId, supportAgreed, reviewOn }, on) => ({
      kind: 'VULNERABILITY',
      matterId: recordId,
      caseId,
      parentId: clientId,
      begins: true,
      anchors: { recordedOn: on, reviewOn, ...(supportAgreed && { supportAgreedOn: on }) },
      facts: { dated: reviewOn !== undefined },
    }),
  ),
  'cases.vulnerability.support_agreed': happened('VULNERABILITY', 'recordId', 'supportAgreedOn'),
  'cases.vulnerability.reviewed': reading(
    z.object({ recordId: id, reviewOn: optional(day) }),
    ({ recordId, reviewOn }, on) => ({
      kind: 'VULNERABILITY',
      matterId: recordId,
      anchors: { reviewedOn: on, reviewOn },
      facts: { dated: reviewOn !== undefined },
    }),
  ),
  'cases.vulnerability.ended': happened('VULNERABILITY', 'recordId', 'endedOn'),

  'cases.emergency.recorded': reading(
    z.object({ caseId: id, emergencyId: id, kind: z.string(), occursOn: optional(day) }),
    ({ caseId, emergencyId, kind, occursOn }, on) => ({
      kind: 'EMERGENCY',
      matterId: emergencyId,
      caseId,
      begins: true,
      anchors: { recordedOn: on, occursOn },
      facts: { kind },
    }),
  ),
  'cases.emergency.cleared': happened('EMERGENCY', 'emergencyId', 'clearedOn'),

  'compliance.complaint.received': reading(
    z.object({ ...complaint, caseId: optional(id), handlerId: optional(id), receivedOn: day }),
    ({ complaintId, caseId, handlerId, receivedOn }) => ({
      kind: 'COMPLAINT',
      matterId: complaintId,
      caseId,
      handlerId,
      begins: true,
      anchors: { receivedOn },
    }),
  ),
  'compliance.complaint.acknowledged': happened('COMPLAINT', 'complaintId', 'acknowledgedOn', 'acknowledgedOn'),
  'compliance.complaint.assigned': reading(
    z.object({ ...complaint, handlerId: id.nullable() }),
    ({ complaintId, handlerId }) => ({ kind: 'COMPLAINT', matterId: complaintId, handlerId }),
  ),
  'compliance.complaint.resolved_early': happened('COMPLAINT', 'complaintId', 'resolvedOn', 'resolvedOn'),
  'compliance.complaint.holding_reply_sent': happened('COMPLAINT', 'complaintId', 'holdingReplyOn', 'sentOn'),
  'compliance.complaint.final_response_sent': happened('COMPLAINT', 'complaintId', 'finalResponseOn', 'sentOn'),
  'compliance.complaint.withdrawn': happened('COMPLAINT', 'complaintId', 'withdrawnOn', 'withdrawnOn'),

  'compliance.dsar.received': reading(
    z.object({ ...dsar, caseId: optional(id), handlerId: optional(id), receivedOn: day }),
    ({ dsarId, caseId, handlerId, receivedOn }) => ({
      kind: 'DSAR',
      matterId: dsarId,
      caseId,
      handlerId,
      begins: true,
      anchors: { receivedOn },
    }),
  ),
  'compliance.dsar.assigned': reading(z.object({ ...dsar, handlerId: id.nullable() }), ({ dsarId, handlerId }) => ({
    kind: 'DSAR',
    matterId: dsarId,
    handlerId,
  })),
  'compliance.dsar.clock_paused': reading(
    z.object({ ...dsar, pausedOn: optional(day) }),
    ({ dsarId, pausedOn }, on) => ({
      kind: 'DSAR',
      matterId: dsarId,
      anchors: { pausedOn: pausedOn ?? on },
      pause: 'BEGINS',
    }),
  ),
  'compliance.dsar.clock_resumed': reading(
    z.object({ ...dsar, resumedOn: optional(day) }),
    ({ dsarId, resumedOn }, on) => ({
      kind: 'DSAR',
      matterId: dsarId,
      anchors: { resumedOn: resumedOn ?? on },
      pause: 'ENDS',
    }),
  ),
  'compliance.dsar.extended': reading(z.object({ ...dsar, months: z.int().positive() }), ({ dsarId, months }) => ({
    kind: 'DSAR',
    matterId: dsarId,
    facts: { extendedMonths: months },
  })),
  'compliance.dsar.answered': happened('DSAR', 'dsarId', 'answeredOn', 'answeredOn'),
  'compliance.dsar.refused': happened('DSAR', 'dsarId', 'refusedOn', 'refusedOn'),

  'compliance.breach.discovered': reading(
    z.object({ ...breach, caseId: optional(id), discoveredAt: moment }),
    ({ breachId, caseId, discoveredAt }) => ({
      kind: 'DATA_BREACH',
      matterId: breachId,
      caseId,
      begins: true,
      anchors: { discoveredAt },
    }),
  ),
  'compliance.breach.assessed': reading(
    z.object({ ...breach, assessedAt: moment, reportable: z.boolean() }),
    ({ breachId, assessedAt, reportable }) => ({
      kind: 'DATA_BREACH',
      matterId: breachId,
      anchors: { assessedAt },
      facts: { reportable },
    }),
  ),
  'compliance.breach.reported': reading(
    z.object({ ...breach, reportedAt: optional(moment) }),
    ({ breachId, reportedAt }, _, { occurredAt }) => ({
      kind: 'DATA_BREACH',
      matterId: breachId,
      anchors: { reportedAt: reportedAt ?? occurredAt.toISOString() },
    }),
  ),
  'compliance.breach.closed': happened('DATA_BREACH', 'breachId', 'closedOn'),

  'compliance.file_review.sampled': reading(
    z.object({ ...fileReview, caseId: id, adviserId: optional(id), reviewerId: optional(id), dueOn: optional(day) }),
    ({ fileReviewId, caseId, adviserId, reviewerId, dueOn }, on) => ({
      kind: 'FILE_REVIEW',
      matterId: fileReviewId,
      caseId,
      handlerId: reviewerId,
      begins: true,
      anchors: { sampledOn: on, dueOn },
      facts: { adviserId },
    }),
  ),
  'compliance.file_review.assigned': reading(
    z.object({ ...fileReview, reviewerId: id.nullable() }),
    ({ fileReviewId, reviewerId }) => ({ kind: 'FILE_REVIEW', matterId: fileReviewId, handlerId: reviewerId }),
  ),
  'compliance.file_review.graded': reading(
    z.object({ ...fileReview, grade: z.enum(['GOOD', 'ADEQUATE', 'POOR', 'HARM']), actionsDueOn: optional(day) }),
    ({ fileReviewId, grade, actionsDueOn }, on) => ({
      kind: 'FILE_REVIEW',
      matterId: fileReviewId,
      anchors: { gradedOn: on, actionsDueOn },
      facts: { grade },
    }),
  ),
  'compliance.file_review.actions_done': happened('FILE_REVIEW', 'fileReviewId', 'actionsDoneOn'),
}

/** Events of a case after which the clocks of its matters may stand otherwise: its law, or its end. */
export const caseEventsOfMatters = new Set(['cases.case.opened', 'cases.case.stage_changed', 'cases.case.updated'])

export type MatterStore = Map<string, MatterFact>
