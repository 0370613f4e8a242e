import type {
  ConsentKind,
  CreditorReviewOutcome,
  CreditorReviewReason,
  EligibilityAnswer,
  EndReason,
  MidwayOutcome,
  OutcomeKind,
  VulnerabilityDriver,
} from '../generated/graphql.ts'

// Terms of the graph in the order in which forms offer them.

export const eligibilityAnswers: EligibilityAnswer[] = ['PASS', 'FAIL', 'UNKNOWN']
export const midwayOutcomes: MidwayOutcome[] = ['CONTINUES', 'CANCELLED']
export const creditorReviewReasons: CreditorReviewReason[] = ['UNFAIR_PREJUDICE', 'NOT_ELIGIBLE']
export const creditorReviewOutcomes: CreditorReviewOutcome[] = ['DEBT_STAYS', 'DEBT_REMOVED', 'ENDED']
export const crisisEndReasons: EndReason[] = ['STOPPED_TREATMENT', 'UNABLE_TO_REACH_POINT_OF_CONTACT']
export const breathingSpaceEndReasons: EndReason[] = [
  'CANCELLED',
  'DEBT_MANAGEMENT_SOLUTION',
  'ABLE_TO_PAY_DEBTS',
  'NOT_COMPLIED_WITH_OBLIGATIONS',
  'UNABLE_TO_CONTACT_CLIENT',
  'NOT_IN_ENGLAND_OR_WALES',
  'DEBT_RELIEF_ORDER',
  'INTERIM_ORDER_OR_IVA',
  'UNDISCHARGED_BANKRUPT',
  'ANOTHER_BREATHING_SPACE_WITHIN_12_MONTHS',
  'INVALID_INFORMATION',
  'DECEASED',
  ...crisisEndReasons,
]
export const consentKinds: ConsentKind[] = [
  'PRIVACY_NOTICE',
  'SPECIAL_CATEGORY_DATA',
  'SHARE_WITH_CREDITORS',
  'SHARE_FOR_QUALITY_REVIEW',
  'CREDIT_SEARCH',
  'FEEDBACK',
  'RESEARCH',
]
export const vulnerabilityDrivers: VulnerabilityDriver[] = ['HEALTH', 'LIFE_EVENTS', 'RESILIENCE', 'CAPABILITY']
export const outcomeKinds: OutcomeKind[] = [
  'DEBT_WRITTEN_OFF',
  'DEBT_MANAGED',
  'DEBT_REDUCED',
  'INTEREST_FROZEN',
  'ENFORCEMENT_STOPPED',
  'HOME_SAVED',
  'DISCONNECTION_PREVENTED',
  'INCOME_GAINED',
  'GRANT_AWARDED',
  'BANKRUPTCY_GRANTED',
  'DRO_APPROVED',
  'IVA_APPROVED',
  'DMP_STARTED',
  'BREATHING_SPACE_STARTED',
  'BREATHING_SPACE_COMPLETED',
  'REPAID_IN_FULL',
  'LIABILITY_SUCCESSFULLY_DISPUTED',
  'STATUTE_BARRED',
  'SELF_HELP_EMPOWERED',
  'REFERRED',
  'CLIENT_WITHDREW',
  'LOST_CONTACT',
  'INELIGIBLE',
  'DECEASED',
]
