import type {
  ComplaintState,
  DataBreachState,
  DataRequestState,
  FileReviewGrade,
  FileReviewState,
} from '../generated/graphql.ts'

// What of the registers' pages is kept in the address.

export const complaintStates = ['OPEN', 'RESOLVED_EARLY', 'ANSWERED', 'WITHDRAWN'] as const satisfies ComplaintState[]
export const requestStates = ['OPEN', 'PAUSED', 'ANSWERED', 'REFUSED'] as const satisfies DataRequestState[]
export const breachStates = ['DISCOVERED', 'ASSESSED', 'REPORTED', 'CLOSED'] as const satisfies DataBreachState[]
export const reviewStates = ['SAMPLED', 'ACTIONS_OPEN', 'GRADED', 'DONE'] as const satisfies FileReviewState[]
export const reviewGrades = ['GOOD', 'ADEQUATE', 'POOR', 'HARM'] as const satisfies FileReviewGrade[]

export interface ComplaintsSearch {
  centre?: string
  state?: ComplaintState
}
export interface DataProtectionSearch {
  centre?: string
  part?: 'breaches'
  request?: DataRequestState
  breach?: DataBreachState
}
export interface FileReviewsSearch {
  centre?: string
  state?: FileReviewState
  grade?: FileReviewGrade
}

type Search = Record<string, unknown>

const oneOf = <Value extends string>(values: readonly Value[], given: unknown): Value | undefined =>
  values.find((value) => value === given)
const centreOf = ({ centre }: Search) => (typeof centre === 'string' ? { centre } : {})

export function complaintsSearch(search: Search): ComplaintsSearch {
  const state = oneOf(complaintStates, search['state'])
  return { ...centreOf(search), ...(state && { state }) }
}

export function dataProtectionSearch(search: Search): DataProtectionSearch {
  const request = oneOf(requestStates, search['request'])
  const breach = oneOf(breachStates, search['breach'])
  return {
    ...centreOf(search),
    ...(search['part'] === 'breaches' && { part: 'breaches' as const }),
    ...(request && { request }),
    ...(breach && { breach }),
  }
}

export function fileReviewsSearch(search: Search): FileReviewsSearch {
  const state = oneOf(reviewStates, search['state'])
  const grade = oneOf(reviewGrades, search['grade'])
  return { ...centreOf(search), ...(state && { state }), ...(grade && { grade }) }
}
