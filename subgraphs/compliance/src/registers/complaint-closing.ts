import { z } from 'zod'
import type { ComplaintWording } from '../generated/graphql.ts'
import { id, orNone } from '../parsing.ts'
import { wholeText } from './register-input.ts'

/** What closes a complaint, however it is closed. */
export const closing = z.object({
  complaintId: id,
  outcome: z.enum(['UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD']),
  wordingChecks: z.array(z.string()).transform((all) => [...new Set(all)]),
  rootCause: z.string(),
  rootCauseNote: orNone(wholeText('What lies behind it')),
  redressPence: orNone(
    z
      .int('Redress is a whole number of pence')
      .min(0, "Redress can't be less than nothing. Leave it out when none was paid")
      .max(100_000_000, "Redress can't be more than a million pounds. Check the amount"),
  ),
})

/** DISP 1.6.2R(1): what a final response has to say. */
export const finalResponseSays: ComplaintWording[] = ['OMBUDSMAN_RIGHT', 'SIX_MONTHS', 'LEAFLET']

/** DISP 1.5.5R: what a summary resolution communication has to say. */
export const summaryResolutionSays: ComplaintWording[] = ['RESOLVED', 'OMBUDSMAN_RIGHT', 'OMBUDSMAN_WEBSITE']

const words: Record<ComplaintWording, string> = {
  OMBUDSMAN_RIGHT: 'that the complainant may go to the Financial Ombudsman Service',
  SIX_MONTHS: 'that they have six months from its date',
  LEAFLET: "that the Ombudsman's leaflet goes with it",
  RESOLVED: 'that the complaint is taken for resolved',
  OMBUDSMAN_WEBSITE: 'where the Ombudsman is found on the web',
}

/** What a letter still has to say, in words; undefined when it says all. */
export function missingWording(needed: ComplaintWording[], given: string[]): string | undefined {
  const missing = needed.filter((one) => !given.includes(one)).map((one) => words[one])
  return missing.length === 0 ? undefined : missing.join('; ')
}
