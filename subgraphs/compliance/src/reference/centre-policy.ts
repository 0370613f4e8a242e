import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const days = z.int().min(0).max(60)

const centrePolicy = z.strictObject({
  force: z.literal('POLICY'),
  waitAtMost: z.strictObject({ CRITICAL: days, HIGH: days, MEDIUM: days, LOW: days }),
  completionDrop: z.strictObject({
    points: z.int().min(1).max(100),
    days: z.int().min(1).max(90),
    openCasesAtLeast: z.int().min(1),
  }),
  samplingShortfall: z.strictObject({ daysBeforeQuarterEnds: days }),
})

export type CentrePolicy = z.infer<typeof centrePolicy>

/** What `reference-data/alerts/centres.yaml` says; a file that is not as it should be stops the start. */
export const policyOfCentres: CentrePolicy = centrePolicy.parse(
  parse(readFileSync(new URL('../../reference-data/alerts/centres.yaml', import.meta.url), 'utf8'), { schema: 'core' }),
)
