import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

const folder = new URL('../../reference-data/registers/', import.meta.url)

const definition = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]+$/),
  text: z.string().min(10),
  ruleReference: z.string().min(3),
  force: z.enum(['LAW', 'RULE', 'POLICY']),
  clock: z.strictObject({
    anchor: z.enum(['RECEIVED', 'DISCOVERED', 'SAMPLED', 'GRADED']),
    offset: z.int().min(1),
    unit: z.enum(['HOUR', 'CALENDAR_DAY', 'WORKING_DAY', 'WEEK', 'MONTH']),
    roll: z.literal('NEXT_WORKING_DAY').optional(),
  }),
  when: z.string().optional(),
  unless: z.string().optional(),
  metBy: z.string(),
  milestone: z.boolean().default(false),
  verified: z.boolean(),
})
const deadlinesFile = z.strictObject({
  calendar: z.enum(['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND']),
  complaint: z.array(definition).min(1),
  subjectAccessRequest: z.array(definition).min(1),
  dataBreach: z.array(definition).min(1),
  fileReview: z.array(definition).min(1),
})
const share = z.strictObject({ sharePercent: z.int().min(1).max(100), minimum: z.int().min(1) })
const samplingFile = z.strictObject({
  newForMonths: z.int().min(1),
  grades: z.strictObject({ TRAINEE: share, NEW: share, EXPERIENCED: share }),
})

export type DeadlineDefinition = z.infer<typeof definition>
export type RegisterDeadlines = z.infer<typeof deadlinesFile>
export type Sampling = z.infer<typeof samplingFile>

let deadlines: Promise<RegisterDeadlines> | undefined
let sampling: Promise<Sampling> | undefined

/** The deadlines of registers, read once a process. */
export function registerDeadlines(): Promise<RegisterDeadlines> {
  return (deadlines ??= read('deadlines.yaml', deadlinesFile))
}

/** How many files are reviewed, read once a process. */
export function fileReviewSampling(): Promise<Sampling> {
  return (sampling ??= read('file-review-sampling.yaml', samplingFile))
}

async function read<Shape extends z.ZodType>(name: string, shape: Shape): Promise<z.infer<Shape>> {
  const parsed = shape.safeParse(parse(await readFile(new URL(name, folder), 'utf8'), { schema: 'core' }))
  if (parsed.success) return parsed.data
  throw new Error(`reference-data/registers/${name} is not as it should be:\n${z.prettifyError(parsed.error)}`)
}
