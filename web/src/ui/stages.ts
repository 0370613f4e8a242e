import type { CaseStage } from '../generated/graphql.ts'

/** The nine steps of casework; the stages that stand beside the way have none. */
export const steps: CaseStage[][] = [
  ['ENQUIRY'],
  ['ONBOARDING'],
  ['FACT_FIND'],
  ['BUDGET', 'INCOME_MAX'],
  ['OPTIONS'],
  ['ADVICE_GIVEN'],
  ['IMPLEMENTATION'],
  ['REVIEW_DUE', 'MONITORING'],
  ['CLOSURE_PENDING', 'CLOSED'],
]

/** 1 to 9; 0 for a stage beside the way, such as ON_HOLD. */
export function stepOf(stage: CaseStage): number {
  return steps.findIndex((stages) => stages.includes(stage)) + 1
}
