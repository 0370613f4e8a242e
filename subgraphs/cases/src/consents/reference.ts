import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { addMonths } from '../add-months.ts'
import { ConsentKind } from '../generated/prisma/enums.ts'

const months = z.int().min(1)
const file = z.strictObject({
  force: z.literal('POLICY'),
  effectiveFrom: z.iso.date(),
  verified: z.boolean(),
  consents: z.strictObject({
    months,
    ruleReference: z.string(),
    lasting: z.array(z.enum(ConsentKind)),
  }),
  authorities: z.strictObject({ months, ruleReference: z.string() }),
  vulnerability: z.strictObject({ reviewMonths: months, ruleReference: z.string() }),
})

const renewals = file.parse(
  parse(readFileSync(new URL('../../reference-data/renewals.yaml', import.meta.url), 'utf8'), { schema: 'core' }),
)

/** The first day on which the consent no longer holds; nothing for one that lasts. */
export function consentExpiry(kind: ConsentKind, givenOn: string): string | null {
  const { lasting, months: hold } = renewals.consents
  return lasting.includes(kind) ? null : addMonths(givenOn, hold)
}

/** The first day on which the authority no longer holds. */
export function authorityExpiry(signedOn: string): string {
  return addMonths(signedOn, renewals.authorities.months)
}

/** When a vulnerability is to be looked at again. */
export function nextVulnerabilityReview(today: string): string {
  return addMonths(today, renewals.vulnerability.reviewMonths)
}
