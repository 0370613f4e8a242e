import { londonDate, type Clock } from '@cma/runtime'
import { z } from 'zod'
import type { PrismaClient } from '../generated/prisma/client.ts'
import { id, orNone, text } from '../parsing.ts'
import type { Refuse } from '../reach-item.ts'

/** A calendar day; today while left out. The scalar has seen to its form. */
export const day = orNone(z.iso.date('The day has to be a date such as 2026-11-24'))

/** The centre, and the case if it is about one. */
export const place = z.object({ centreId: id, caseId: orNone(id) })

export const wholeText = (what: string) => text(what, 8_000)

/** The day that was given, or today; never one to come, nor one before `since`. */
export function dayGiven(
  { refuse, clock }: { refuse: Refuse; clock: Clock },
  given: string | null,
  { field, since, sinceWords }: { field: string; since?: string; sinceWords?: string },
): string {
  const today = londonDate(clock.now())
  const chosen = given ?? today
  if (chosen > today) return refuse('INVALID_INPUT', 'This day lies in the future. Give today or an earlier day', field)
  if (since !== undefined && chosen < since)
    return refuse('INVALID_INPUT', `This day lies before ${sinceWords}. Give that day or a later one`, field)
  return chosen
}

/** The case has to be one of the centre's that the viewer may see. */
export async function requireCase(
  { tx, refuse }: { tx: PrismaClient; refuse: Refuse },
  { centreId, caseId }: { centreId: string; caseId: string | null },
): Promise<void> {
  if (caseId === null) return
  const fact = await tx.caseFact.findUnique({ where: { caseId } })
  if (fact === null || fact.centreId !== centreId)
    return refuse('NOT_FOUND', "This case can't be found at the centre. Choose one of its cases", 'caseId')
}
