import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const rung = z.strictObject({
  after: z.union([
    z.strictObject({ workingHours: z.number().min(0) }),
    z.strictObject({ workingDays: z.number().min(0) }),
  ]),
  role: z.enum(['CENTRE_MANAGER', 'COMPLIANCE_OFFICER']),
})
const severity = z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'])

const lifecycle = z.strictObject({
  force: z.literal('POLICY'),
  workingHours: z
    .strictObject({ from: time, to: time, weekdays: z.array(z.int().min(0).max(6)).min(1) })
    .refine(({ from, to }) => from < to, 'working hours begin before they end'),
  ladder: z.record(severity, z.array(rung)),
  snooze: z.strictObject({ days: z.record(severity, z.int().min(1).max(14)) }),
})

export type AlertLifecycle = z.infer<typeof lifecycle>
export type Rung = z.infer<typeof rung>

/** What `reference-data/alerts/lifecycle.yaml` says; a file that is not as it should be stops the start. */
export const alertLifecycle: AlertLifecycle = lifecycle.parse(
  parse(readFileSync(new URL('../../reference-data/alerts/lifecycle.yaml', import.meta.url), 'utf8'), {
    schema: 'core',
  }),
)
