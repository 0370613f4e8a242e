import type { CaseStage } from './generated/prisma/enums.ts'

/** Why a move is special. BACK, ASIDE, CLOSING and REOPENING ask for a reason; ON and CLOSING ask compliance. */
export type WayKind = 'ON' | 'BACK' | 'ASIDE' | 'CLOSING' | 'REOPENING' | 'RETURN'

export type Way = { to: CaseStage; kind: WayKind }

/** The main way, in order; see the domain's stages of casework. */
export const mainWay = [
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
] as const satisfies readonly CaseStage[]

/** Beside the main way. From ON_HOLD a case simply goes on; from the others it is reopened. */
export const asideStages = [
  'ON_HOLD',
  'REFERRED_OUT',
  'DISENGAGED',
  'DECEASED',
  'TRANSFERRED',
] as const satisfies readonly CaseStage[]

/** Stages in which nobody works on the case any more. */
export const endedStages: readonly CaseStage[] = ['CLOSED', 'REFERRED_OUT', 'DISENGAGED', 'DECEASED', 'TRANSFERRED']

// The casework itself: where each stage leads. Going back is possible to the stage before, and to where a change
// of circumstances is taken up: fact find, budget, options.
const casework: Partial<Record<CaseStage, { on: CaseStage[]; back: CaseStage[] }>> = {
  ENQUIRY: { on: ['ONBOARDING'], back: [] },
  ONBOARDING: { on: ['FACT_FIND'], back: ['ENQUIRY'] },
  FACT_FIND: { on: ['INCOME_MAX', 'BUDGET'], back: ['ONBOARDING'] },
  INCOME_MAX: { on: ['BUDGET'], back: ['FACT_FIND'] },
  BUDGET: { on: ['OPTIONS'], back: ['FACT_FIND', 'INCOME_MAX'] },
  OPTIONS: { on: ['ADVICE_GIVEN'], back: ['FACT_FIND', 'BUDGET'] },
  ADVICE_GIVEN: { on: ['IMPLEMENTATION'], back: ['FACT_FIND', 'BUDGET', 'OPTIONS'] },
  IMPLEMENTATION: { on: ['MONITORING'], back: ['FACT_FIND', 'BUDGET', 'OPTIONS', 'ADVICE_GIVEN'] },
  MONITORING: { on: ['REVIEW_DUE'], back: ['FACT_FIND', 'BUDGET', 'OPTIONS', 'IMPLEMENTATION'] },
  REVIEW_DUE: { on: ['MONITORING'], back: ['FACT_FIND', 'BUDGET', 'OPTIONS', 'IMPLEMENTATION'] },
}

type Standing = { stage: CaseStage; resumeStage: CaseStage | null }

/**
 * Where a case may move from where it stands, by casework alone.
 * A case that left the main way, or waits to be closed, comes back only to where it left it or to an earlier point:
 * else a detour would lead past the gates in between.
 */
export function waysFrom({ stage, resumeStage }: Standing): Way[] {
  const ways = casework[stage]
  if (ways) {
    return [
      ...ways.on.map((to) => ({ to, kind: 'ON' }) as const),
      ...ways.back.map((to) => ({ to, kind: 'BACK' }) as const),
      { to: 'CLOSURE_PENDING', kind: 'CLOSING' },
      ...aside(stage),
    ]
  }
  const resume = resumeStage ?? 'ENQUIRY'
  if (stage === 'CLOSURE_PENDING')
    return [{ to: 'CLOSED', kind: 'CLOSING' }, { to: resume, kind: 'BACK' }, ...aside(stage)]
  const returning = stage === 'ON_HOLD' ? 'RETURN' : 'REOPENING'
  const back: Way[] = [
    { to: resume, kind: returning },
    ...earlierEntries(resume).map((to) => ({ to, kind: 'REOPENING' }) as const),
  ]
  if (stage === 'CLOSED') return back
  return [...back, { to: 'CLOSURE_PENDING', kind: 'CLOSING' }, ...aside(stage)]
}

export function wayTo(standing: Standing, to: CaseStage): Way | undefined {
  return waysFrom(standing).find((way) => way.to === to)
}

/** What to remember as resumeStage once the way is taken. */
export function resumeStageAfter({ stage, resumeStage }: Standing, to: CaseStage): CaseStage | null {
  if (casework[to]) return null
  return casework[stage] ? stage : (resumeStage ?? 'ENQUIRY')
}

export const asksForReason = ({ kind }: Way): boolean => kind !== 'ON' && kind !== 'RETURN'

/** Whether compliance is asked. A case may always be put aside or taken back, whatever is missing. */
export const isGated = ({ kind }: Way): boolean => kind === 'ON' || kind === 'CLOSING'

const aside = (stage: CaseStage): Way[] => asideStages.filter((to) => to !== stage).map((to) => ({ to, kind: 'ASIDE' }))

function earlierEntries(resume: CaseStage): CaseStage[] {
  const order: readonly CaseStage[] = mainWay
  return (['FACT_FIND', 'ENQUIRY'] as const).filter((entry) => order.indexOf(entry) < order.indexOf(resume))
}
