import type { CaseStage } from '../generated/graphql.ts'

/** The main way of a case, in order. The other stages stand beside it. */
export const mainStages = [
  'ENQUIRY',
  'ONBOARDING',
  'FACT_FIND',
  'INCOME_MAX',
  'BUDGET',
  'OPTIONS',
  'ADVICE_GIVEN',
  'IMPLEMENTATION',
  'MONITORING',
  'REVIEW_DUE',
  'CLOSURE_PENDING',
  'CLOSED',
] as const satisfies CaseStage[]

/** Place on the main way, from 0; undefined for a stage that stands beside it. */
export function stageRank(stage: CaseStage): number | undefined {
  const rank = (mainStages as readonly CaseStage[]).indexOf(stage)
  return rank < 0 ? undefined : rank
}

/** The stage before another on the main way. */
export function stageBefore(stage: CaseStage): CaseStage | undefined {
  const rank = stageRank(stage)
  return rank === undefined ? undefined : mainStages[rank - 1]
}

/** Whether the clocks of a case in this stage run: a case that has ended, or is another centre's, has none. */
export function clocksRun(stage: CaseStage): boolean {
  return stage !== 'CLOSED' && stage !== 'DECEASED' && stage !== 'TRANSFERRED'
}
