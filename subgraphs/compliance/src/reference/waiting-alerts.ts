import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const waiting = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]+$/),
  title: z.string().min(5),
  trigger: z.string().min(10),
  severity: z.enum(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL']),
  force: z.enum(['LAW', 'RULE', 'POLICY']),
  ruleReference: z.string().min(3).optional(),
  recipients: z.array(z.string().regex(/^[A-Z_]+$/)).min(1),
  deadline: z.string().min(3),
  resolvedBy: z.string().min(5),
  waitsFor: z.string().min(10),
})

/** What `reference-data/waiting-alerts.yaml` lists; a file that is not as it should be stops the start. */
export const waitingAlerts = z.strictObject({ alerts: z.array(waiting) }).parse(
  parse(readFileSync(new URL('../../reference-data/waiting-alerts.yaml', import.meta.url), 'utf8'), {
    schema: 'core',
  }),
).alerts
