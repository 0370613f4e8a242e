import type { Context } from './context.ts'
import type { CaseStage } from './generated/prisma/enums.ts'

/** What compliance says about a move. UNAVAILABLE when it can't be asked: then the case does not move. */
export type Gate = { state: 'OPEN' | 'CLOSED'; mayOverride: boolean; blockers: Blocker[] } | { state: 'UNAVAILABLE' }
export type Blocker = { id: string; code: string; text: string }

const stageGate = /* GraphQL */ `
  query StageGate($id: ID!, $to: CaseStage!) {
    case(id: $id) {
      stageGate(to: $to) {
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
type Answer = { case: { stageGate: { open: boolean; mayOverride: boolean; blockers: Blocker[] } | null } | null }

/** Asked before the transaction: no connection is held over the network. */
export async function askStageGate(ctx: Context, caseId: string, to: CaseStage): Promise<Gate> {
  await ctx.releaseLane()
  try {
    const { data, errors } = await ctx.askGraph<Answer>(stageGate, { id: caseId, to })
    const gate = data?.case?.stageGate
    if (!gate || errors.length > 0) return { state: 'UNAVAILABLE' }
    return { state: gate.open ? 'OPEN' : 'CLOSED', mayOverride: gate.mayOverride, blockers: gate.blockers }
  } catch (error) {
    ctx.services.logger.warn({ err: error }, 'compliance could not be asked for a stage gate')
    return { state: 'UNAVAILABLE' }
  }
}
