import { z } from 'zod'

// The facts that this domain relies on, of events that other domains record. More in them is fine.

const id = z.guid()
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const stage = z.enum([
  'ENQUIRY',
  'ONBOARDING',
  'FACT_FIND',
  'INCOME_MAX',
  'BUDGET',
  'OPTIONS',
  'ADVICE_GIVEN',
  'IMPLEMENTATION',
  'MONITORING',
  'REVIEW_DUE',
  'CLOSURE_PENDING',
  'CLOSED',
  'ON_HOLD',
  'REFERRED_OUT',
  'DISENGAGED',
  'DECEASED',
  'TRANSFERRED',
])
const type = z.enum(['DEBT_CASEWORK', 'ONE_OFF_ADVICE', 'INSOLVENCY', 'EMERGENCY'])
const jurisdiction = z.enum(['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND'])

export const caseOpened = z.object({
  caseId: id,
  type,
  stage,
  jurisdiction,
  joint: z.boolean(),
  adviserId: id.nullish().transform((value) => value ?? null),
  openedAt: moment,
})

export const stageChanged = z.object({
  caseId: id,
  from: stage.nullish(),
  to: stage,
  at: moment,
  overridden: z.boolean().default(false),
  blockers: z.array(z.string()).default([]),
})

export const caseAssigned = z.object({ caseId: id, adviserId: id.nullish().transform((value) => value ?? null) })

export const caseUpdated = z.object({
  caseId: id,
  type: type.optional(),
  jurisdiction: jurisdiction.optional(),
  joint: z.boolean().optional(),
})

export const noteAdded = z.object({
  caseId: id,
  noteId: id,
  category: z.string(),
  contactedAt: moment.nullish(),
  appointmentId: id.nullish(),
})

export const appointment = z.object({
  caseId: id,
  appointmentId: id,
  kind: z.string(),
  startsAt: moment,
  adviserId: id.nullish().transform((value) => value ?? null),
})

export const caseRestricted = z.object({ caseId: id, allowedUserIds: z.array(id) })
export const caseUnrestricted = z.object({ caseId: id })
export const glassBroken = z.object({ caseId: id, userId: id, until: z.iso.datetime() })

/** Of this domain's own events: enough to know which case to look at again. */
export const caseTouched = z.object({ caseId: id })
