import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from './context.ts'
import type { CaseStage } from './generated/prisma/enums.ts'

/**
 * What compliance says about a move. UNAVAILABLE when it can't be asked, NOT_YET when it has not taken in how the case came to where it
 * is: then the case does not move.
 */
export type Gate =
  | { state: 'OPEN' | 'CLOSED'; mayOverride: boolean; blockers: Blocker[] }
  | { state: 'UNAVAILABLE' }
  | { state: 'NOT_YET' }
export type Blocker = { id: string; code: string; text: string }

/** How long compliance gets to catch up with a case that was opened or moved a moment ago; commonly it needs a tenth of a second. */
const patienceMs = 4_000
const firstPauseMs = 25
const longestPauseMs = 400

const stageGate = /* GraphQL */ `
  query StageGate($id: ID!, $to: CaseStage!) {
    case(id: $id) {
      stage
      stageGate(to: $to) {
        from
        open
        mayOverride
        blockers {
          id
          code
          text
        }
      }
    }
  }
`
type Answer = {
  case: {
    stage: CaseStage
    stageGate: { from: CaseStage | null; open: boolean; mayOverride: boolean; blockers: Blocker[] } | null
  } | null
}

/**
 * Asked before the transaction: no connection is held over the network. Compliance follows the ledger, a moment behind; an answer from
 * before the last move would judge another one, so it is asked again until it speaks of the stage in which the case is.
 */
export async function askStageGate(ctx: Context, { caseId, from, to }: Move): Promise<Gate> {
  await ctx.releaseLane()
  try {
    return await untilCurrent(ctx, { caseId, from, to })
  } catch (error) {
    ctx.services.logger.warn({ err: error }, 'compliance could not be asked for a stage gate')
    return { state: 'UNAVAILABLE' }
  }
}
type Move = { caseId: string; from: CaseStage; to: CaseStage }

async function untilCurrent(ctx: Context, { caseId, from, to }: Move): Promise<Gate> {
  const deadline = performance.now() + patienceMs
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const { data, errors } = await ctx.askGraph<Answer>(stageGate, { id: caseId, to })
    if (!data?.case || errors.length > 0) return { state: 'UNAVAILABLE' }
    const { stage, stageGate: gate } = data.case
    if (gate?.from === from)
      return { state: gate.open ? 'OPEN' : 'CLOSED', mayOverride: gate.mayOverride, blockers: gate.blockers }
    const movedMeanwhile = stage !== from // compliance will never speak of `from` again, and the command says what happened
    if (movedMeanwhile || performance.now() > deadline) return { state: 'NOT_YET' }
    await pause(pauseMs)
  }
}
