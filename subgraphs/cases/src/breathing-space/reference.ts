import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { BreathingSpaceKind } from '../generated/prisma/enums.ts'

const isoDay = z.iso.date()
const source = {
  force: z.enum(['LAW', 'RULE', 'POLICY']),
  ruleReference: z.string(),
  sourceUrl: z.url(),
  effectiveFrom: isoDay,
  effectiveTo: isoDay.optional(),
  verified: z.boolean(),
  verifiedOn: isoDay.optional(),
}
const kinds = z.array(z.enum(BreathingSpaceKind)).min(1)
const milestoneCodes = [
  'CREDITOR_REQUEST_BY',
  'MIDWAY_REVIEW_FROM',
  'MIDWAY_REVIEW_BY',
  'CREDITOR_DECISION_BY',
  'COURT_APPLICATION_BY',
  'LAST_DAY',
] as const
const eligibilityCodes = [
  'ENGLAND_OR_WALES',
  'NO_DEBT_RELIEF_ORDER',
  'NO_INTERIM_ORDER_OR_IVA',
  'NOT_UNDISCHARGED_BANKRUPT',
  'NONE_IN_LAST_12_MONTHS',
] as const

const file = z.strictObject({
  rules: z.array(
    z.strictObject({ code: z.enum(milestoneCodes), kinds, text: z.string(), day: z.int().min(1), ...source }),
  ),
  afterTreatment: z.strictObject({ days: z.int().min(1), ...source }),
  obligations: z.strictObject({ creditLimitPence: z.int(), ...source }),
  eligibility: z.array(
    z.strictObject({ code: z.enum(eligibilityCodes), kinds, text: z.string(), months: z.int().optional() }),
  ),
  eligibilityRule: z.strictObject(source),
})

export type BreathingSpaceLaw = z.infer<typeof file>
export type MilestoneCode = (typeof milestoneCodes)[number]
export type EligibilityCode = (typeof eligibilityCodes)[number]

/** What `reference-data/breathing-space.yaml` says; a file that is not as it should be stops the start. */
export const breathingSpaceLaw: BreathingSpaceLaw = file.parse(
  parse(readFileSync(new URL('../../reference-data/breathing-space.yaml', import.meta.url), 'utf8'), {
    schema: 'core',
  }),
)
