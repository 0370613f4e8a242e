import type { CaseType, EmergencyKind, Jurisdiction, ReasonForDebt } from '../generated/graphql.ts'

/** The choices of forms, in the order in which advisers meet them. */
export const caseTypes: CaseType[] = ['DEBT_CASEWORK', 'ONE_OFF_ADVICE', 'INSOLVENCY', 'EMERGENCY']
export const jurisdictions: Jurisdiction[] = ['ENGLAND_WALES', 'SCOTLAND', 'NORTHERN_IRELAND']
export const emergencyKinds: EmergencyKind[] = [
  'EVICTION',
  'ENFORCEMENT_AGENT_VISIT',
  'COURT_HEARING',
  'DISCONNECTION',
  'NO_FOOD_OR_FUEL',
  'HOMELESS',
  'OTHER',
]
export const reasons: ReasonForDebt[] = [
  'REDUCTION_IN_INCOME',
  'REDUCED_EMPLOYMENT',
  'REDUNDANCY',
  'COST_OF_LIVING',
  'BENEFIT_CHANGE_OR_SANCTION',
  'ILLNESS_OR_ACCIDENT',
  'RELATIONSHIP_BREAKDOWN',
  'BEREAVEMENT',
  'NEW_CHILD',
  'CARING',
  'ECONOMIC_ABUSE',
  'SPENDING_MORE_THAN_EARN',
  'INCREASED_INTEREST_RATES',
  'GAMBLING',
  'DRUGS_OR_ALCOHOL',
  'VICTIM_OF_FRAUD',
  'BUSINESS',
  'OTHER',
]
