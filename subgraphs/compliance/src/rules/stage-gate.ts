import type { CaseStage } from '../generated/graphql.ts'
import { stageRank } from './stages.ts'

/** Where a case stands, and where it last stood on the main way when it now stands beside it. */
export type StagePlace = { stage: CaseStage; mainStage: CaseStage }

export type GatedItem = { applies: boolean; mandatory: boolean; done: boolean; stage: CaseStage | null }

/** Stages beside the main way in which work on the client's debts has ended: a case is closed from there without being held to it. */
const endedBeside: CaseStage[] = ['REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED']

/**
 * The items that hold up a move: mandatory, not done, and of a stage that would lie behind. A move back, aside, or back from
 * aside to where the case was, is never held up.
 */
export function blockers<Item extends GatedItem>(items: Item[], place: StagePlace, to: CaseStage): Item[] {
  const target = stageRank(to)
  const here = stageRank(place.mainStage) ?? 0
  if (target === undefined || target <= here) return []
  if (endedBeside.includes(place.stage) && target >= stageRank('CLOSURE_PENDING')!) return []
  return items.filter((item) => holdsUp(item) && stageRank(item.stage!)! < target)
}

/** Whether an item holds up the next stage on the main way, now. */
export function holdsUpNextStage(item: GatedItem, place: StagePlace): boolean {
  const here = stageRank(place.stage)
  return here !== undefined && place.stage !== 'CLOSED' && holdsUp(item) && stageRank(item.stage!)! <= here
}

function holdsUp(item: GatedItem): boolean {
  return item.applies && item.mandatory && !item.done && item.stage !== null && stageRank(item.stage) !== undefined
}
