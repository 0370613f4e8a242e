import type { Context } from './context.ts'
import type { CaseStage } from './generated/graphql.ts'
import type { ItemRow } from './loaders.ts'
import { itemFacts } from './item-facts.ts'
import { may } from './policies.ts'
import { isDone } from './rules/item-state.ts'
import { blockers, holdsUpNextStage, type GatedItem, type StagePlace } from './rules/stage-gate.ts'

export type GateRow = { from: CaseStage; to: CaseStage; open: boolean; blockers: ItemRow[]; mayOverride: boolean }

/** Whether compliance lets a case move. Null when the case is not known here (yet): who asks must not take that for open. */
export async function stageGate(caseId: string, to: CaseStage, ctx: Context): Promise<GateRow | null> {
  const fact = await ctx.loaders.caseFact.load(caseId)
  if (fact === null || !may(ctx.viewer, 'READ', fact.centreId)) return null
  const now = ctx.services.clock.now()
  const rows = (await ctx.loaders.itemsOfCase.load(caseId)).map((row) => ({ row, ...gatedItem(row, now) }))
  const held = blockers(rows, fact as StagePlace, to).map(({ row }) => row)
  return {
    from: fact.stage as CaseStage,
    to,
    open: held.length === 0,
    blockers: held,
    mayOverride: held.length > 0 && may(ctx.viewer, 'OVERRIDE_GATE', fact.centreId),
  }
}

export async function itemHoldsUpStage(row: ItemRow, ctx: Context): Promise<boolean> {
  const fact = await ctx.loaders.caseFact.load(row.caseId)
  return fact !== null && holdsUpNextStage(gatedItem(row, ctx.services.clock.now()), fact as StagePlace)
}

function gatedItem(row: ItemRow, now: Date): GatedItem {
  return {
    applies: row.applies,
    mandatory: row.item.mandatory,
    done: isDone(itemFacts(row), now),
    stage: row.item.stage as CaseStage | null,
  }
}
