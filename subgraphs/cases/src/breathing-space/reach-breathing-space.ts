import { londonDate, type Clock, type Viewer } from '@cma/runtime'
import type { Refuse, Tx } from '../context.ts'
import type { BreathingSpace } from '../generated/prisma/client.ts'
import { mayReadCases } from '../policies.ts'
import { reachCase } from '../reach-case.ts'
import type { CaseRow } from '../rows.ts'
import { statusOn, type Status } from './rules.ts'

type Work = { tx: Tx; viewer: Viewer; refuse: Refuse; clock: Clock }

const inWords: Record<Status, string> = {
  DRAFT: 'is being prepared',
  ACTIVE: 'is active',
  CANCELLED: 'has ended',
  EXPIRED: 'has run out',
}

export type Reached = { theCase: CaseRow; one: BreathingSpace; status: Status; today: string }

/** The Breathing Space that a command is about, in one of these states; its case is locked until the command ends. */
export async function reachBreathingSpace(
  { tx, viewer, refuse, clock }: Work,
  id: string,
  states: Status[],
): Promise<Reached> {
  const seen = await tx.breathingSpace.findUnique({ where: { id } })
  if (!seen || !mayReadCases(viewer, seen.centreId))
    return refuse('NOT_FOUND', "This Breathing Space can't be found. Look at the case again", 'breathingSpaceId')
  const theCase = await reachCase({ tx, viewer, refuse }, seen.caseId, 'BREATHING_SPACE')
  const one = await tx.breathingSpace.findUniqueOrThrow({ where: { id } })
  const today = londonDate(clock.now())
  const status = statusOn(one, today)
  if (!states.includes(status))
    return refuse(
      'NOT_IN_THIS_STATE',
      `This can't be done, because the Breathing Space ${inWords[status]}. Look at it again`,
      'breathingSpaceId',
    )
  return { theCase, one, status, today }
}

/** What the ledger says of every event of one: its case first, so that the trail finds it. */
export function eventOf(
  { id, caseId, centreId }: Pick<BreathingSpace, 'id' | 'caseId' | 'centreId'>,
  what: string,
  facts: Record<string, string | number | boolean | null> = {},
) {
  return {
    action: `cases.breathing_space.${what}`,
    centreId,
    entities: [
      { type: 'Case', id: caseId },
      { type: 'BreathingSpace', id },
    ],
    facts: { caseId, breathingSpaceId: id, ...facts },
  }
}
