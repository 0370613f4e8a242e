import type { ResponseError } from '../execute/errors.ts'

/** What each kind of client may spend on one operation. */
export interface CostBudgets {
  staff: number
  partner: number
  anonymous: number
}

export function tooExpensive(cost: number, budget: number): ResponseError {
  return {
    message: `This operation may cost ${cost}, and at most ${budget} is allowed. Ask for shorter lists, such as a smaller "first", or for less of each element.`,
    extensions: { code: 'QUERY_TOO_EXPENSIVE', cost, budget },
  }
}
