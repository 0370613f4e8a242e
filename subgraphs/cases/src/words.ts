import type { CaseStage } from './generated/prisma/enums.ts'

/** Stages as they stand in a sentence. */
export const inWords: Record<CaseStage, string> = {
  ENQUIRY: 'enquiry',
  ONBOARDING: 'onboarding',
  FACT_FIND: 'fact find',
  INCOME_MAX: 'income maximisation',
  BUDGET: 'budget',
  OPTIONS: 'options',
  ADVICE_GIVEN: 'advice given',
  IMPLEMENTATION: 'putting in place',
  MONITORING: 'monitoring',
  REVIEW_DUE: 'review due',
  CLOSURE_PENDING: 'closure pending',
  CLOSED: 'closed',
  ON_HOLD: 'on hold',
  REFERRED_OUT: 'referred out',
  DISENGAGED: 'disengaged',
  DECEASED: 'client deceased',
  TRANSFERRED: 'transferred',
}

/** Kinds of appointment as they stand in a list of things to do. */
export const appointmentWords = {
  FIRST: 'First appointment',
  FACT_FIND: 'Fact-find appointment',
  ADVICE: 'Advice appointment',
  REVIEW: 'Review appointment',
  OTHER: 'Appointment',
}
