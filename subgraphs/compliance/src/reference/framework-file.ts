import { z } from 'zod'
import { mainStages } from '../rules/stages.ts'

const jurisdiction = z.enum(['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND'])
const caseType = z.enum(['DEBT_CASEWORK', 'ONE_OFF_ADVICE', 'INSOLVENCY', 'EMERGENCY'])
const force = z.enum(['LAW', 'RULE', 'POLICY'])
const stage = z.enum(mainStages)
const day = z.iso.date()

export const evidenceKinds = [
  'DOCUMENT',
  'LEAFLET',
  'NOTE',
  'CASE_RECORD',
  'VULNERABILITY_RECORD',
  'FINANCIAL_STATEMENT',
  'FACT_FIND',
  'CREDIT_REPORT',
  'CREDITOR_REPLY',
  'OPTIONS_RECORD',
  'CALCULATION',
  'CONFIRMATION_OF_ADVICE',
  'SIGNATURE',
  'DISPATCH_LOG',
  'OFFER_RUN',
] as const

/** What is known of a case, as the engine keeps it: see `AnchorKey` in src/rules/due.ts. */
const anchor = z
  .string()
  .regex(
    /^(CASE_OPENED|CONSENT_GIVEN|AUTHORITY_SIGNED|BREATHING_SPACE_[A-Z_]+|(STAGE_ENTERED|APPOINTMENT|ITEM_DONE):[A-Z0-9_-]+)$/,
  )

export const clock = z.strictObject({
  anchors: z.array(anchor).min(1),
  offset: z.int().min(0),
  unit: z.enum(['CALENDAR_DAY', 'WORKING_DAY', 'WEEK', 'MONTH']),
  calendar: jurisdiction.optional(),
  roll: z.literal('NEXT_WORKING_DAY').optional(),
})

const item = z.strictObject({
  code: z.string().regex(/^[A-Z0-9]+-\d\d$/),
  text: z.string().min(10),
  ruleReference: z.string().min(3),
  force,
  mandatory: z.boolean(),
  weight: z.int().min(1).max(10),
  /** The stage to which the work belongs. */
  stage: stage.optional(),
  /** The stage that is not to be entered while the item is open; the one after its own unless said. */
  before: stage.optional(),
  jointOnly: z.boolean().default(false),
  notForCaseTypes: z.array(caseType).default([]),
  /** Whose law it belongs to; everybody's when left out. Optional, as what follows: a default would change published digests. */
  jurisdictions: z.array(jurisdiction).min(1).optional(),
  /** It is one for a case only while one of these is known of it. */
  onlyWhen: z.array(anchor).min(1).optional(),
  evidence: z.array(z.enum(evidenceKinds)).min(1),
  signOff: z.enum(['SELF', 'SUPERVISOR', 'SECOND_ADVISER']).default('SELF'),
  due: z.strictObject({ words: z.string().min(5), force, clock: clock.optional() }).optional(),
  /** The alert that its being late raises, when it is mandatory. */
  overdueAlert: z.enum(['MANDATORY_ITEM_OVERDUE', 'COA_OVERDUE']).default('MANDATORY_ITEM_OVERDUE'),
  verified: z.boolean(),
})

const checklist = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]+$/),
  name: z.string().min(3),
  level: z.enum(['CASE', 'CENTRE', 'NETWORK']),
  mandatory: z.boolean(),
  /** Kinds of case; all when empty. */
  caseTypes: z.array(caseType).default([]),
  /** It comes to a case once one of these is known of it; at once when left out. */
  attachWhen: z.array(anchor).min(1).optional(),
  items: z.array(item).min(1),
})

/** A file of reference-data/: one framework in one version. */
export const frameworkFile = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]+$/),
  version: z.string().min(1),
  name: z.string().min(3),
  authority: z.string().min(3),
  sourceUrl: z.url(),
  effectiveFrom: day,
  /** The first day on which it is no longer in force. */
  effectiveTo: day.optional(),
  jurisdictions: z.array(jurisdiction).min(1),
  verifiedOn: day.optional(),
  checklists: z.array(checklist).min(1),
})

/** reference-data/bank-holidays.yaml */
export const bankHolidayFile = z.strictObject({
  sourceUrl: z.url(),
  verified: z.boolean(),
  fromYear: z.int(),
  toYear: z.int(),
  calendars: z.record(
    jurisdiction,
    z.array(
      z.strictObject({
        day,
        name: z.string(),
        substitute: z.boolean().default(false),
        /** For once, outside the nation's rules. */
        proclaimed: z.boolean().default(false),
      }),
    ),
  ),
})

export type FrameworkFile = z.infer<typeof frameworkFile>
export type FrameworkItem = FrameworkFile['checklists'][number]['items'][number]
export type BankHolidayFile = z.infer<typeof bankHolidayFile>
