import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { MatterKind } from '../generated/graphql.ts'
import type { ClockRule } from '../rules/matter-clock.ts'

const folder = new URL('../../reference-data/clocks/', import.meta.url)

export const matterKinds = [
  'BREATHING_SPACE',
  'CREDITOR_REVIEW',
  'COMPLAINT',
  'DSAR',
  'DATA_BREACH',
  'CONSENT',
  'AUTHORITY',
  'FILE_REVIEW',
  'VULNERABILITY',
  'EMERGENCY',
] as const satisfies MatterKind[]

const name = z.string().regex(/^[a-z][A-Za-z]+$/)
const facts = z.record(name, z.union([z.string(), z.number(), z.boolean()]))

const clock = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]+$/),
  matter: z.enum(matterKinds),
  text: z.string().min(10),
  anchors: z.array(name).min(1),
  offset: z.int().min(0),
  offsetPlus: name.optional(),
  unit: z.enum(['CALENDAR_DAY', 'WORKING_DAY', 'WEEK', 'MONTH', 'HOUR']),
  calendar: z.enum(['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND', 'CASE']),
  roll: z.enum(['NEXT_WORKING_DAY', 'PREVIOUS_WORKING_DAY', 'NONE']),
  force: z.enum(['LAW', 'RULE', 'POLICY']),
  ruleReference: z.string().min(3),
  /** Of this clock, where it differs from its file's. */
  sourceUrl: z.url().optional(),
  effectiveFrom: z.iso.date(),
  effectiveTo: z.iso.date().optional(),
  onlyIf: facts.default({}),
  unless: facts.default({}),
  metBy: z.array(name).default([]),
  stoppedBy: z.array(name).default([]),
  pausable: z.boolean().default(false),
  passes: z.boolean().default(false),
  verified: z.boolean(),
})

const clockFile = z.strictObject({ sourceUrl: z.url(), clocks: z.array(clock).min(1) })

/** A clock of `reference-data/clocks`, in one version. */
export type ReferenceClock = ClockRule & { matter: MatterKind; sourceUrl: string; verified: boolean }

/** Every version of every clock, the oldest first; a file that is not as it should be stops the start. */
export const referenceClocks: ReferenceClock[] = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .flatMap(read)
  .sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom))

/** The clocks of a kind of matter: of each, its versions. */
export const clocksOf: ReadonlyMap<MatterKind, ReferenceClock[][]> = new Map(
  [...Map.groupBy(referenceClocks, ({ matter }) => matter)].map(([kind, list]) => [
    kind,
    [...Map.groupBy(list, ({ code }) => code).values()],
  ]),
)

/** A clock in the version that is in force from a day. */
export function referenceClock(code: string, effectiveFrom: string): ReferenceClock | undefined {
  return referenceClocks.find((one) => one.code === code && one.effectiveFrom === effectiveFrom)
}

function read(file: string): ReferenceClock[] {
  const parsed = clockFile.safeParse(parse(readFileSync(new URL(file, folder), 'utf8'), { schema: 'core' }))
  if (!parsed.success)
    throw new Error(`reference-data/clocks/${file} is not as it should be:\n${z.prettifyError(parsed.error)}`)
  return parsed.data.clocks.map((one) => ({ ...one, sourceUrl: one.sourceUrl ?? parsed.data.sourceUrl }))
}
