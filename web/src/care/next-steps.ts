import type { BreathingSpaceFile_OneFragment as One } from '../generated/graphql.ts'

export type Step = {
  key:
    | 'conditions'
    | 'evidence'
    | 'start'
    | 'midwayFrom'
    | 'midwayNow'
    | 'midwayLate'
    | 'decide'
    | 'decideLate'
    | 'plan'
    | 'pointOfContact'
  /** The day that the step's words name. */
  day?: string
  creditor?: string
  tone: 'info' | 'high' | 'critical'
}

/** From this day of a standard one on, what follows it should be settled: seven days before its end. */
const planDueDay = 53
const askEveryDays = 30
const dayMs = 86_400_000

/** What has to be done next, the most pressing first. */
export function nextSteps(one: One, today: string): Step[] {
  if (one.status === 'DRAFT') return stepsToStart(one)
  if (one.status !== 'ACTIVE') return []
  const steps = [...midway(one, today), ...decisions(one, today), ...treatment(one, today)]
  if (one.plan === null && one.endsOn && (one.kind === 'MENTAL_HEALTH_CRISIS' || (one.dayNumber ?? 0) >= planDueDay))
    steps.push({ key: 'plan', day: one.endsOn, tone: 'high' })
  const weight = { critical: 0, high: 1, info: 2 }
  return steps.toSorted((first, second) => weight[first.tone] - weight[second.tone])
}

function stepsToStart(one: One): Step[] {
  const open = one.eligibility.some(({ answer }) => answer !== 'PASS')
  const unproved = one.kind === 'MENTAL_HEALTH_CRISIS' && !one.crisisEvidenceHeld
  return [
    ...(unproved ? [{ key: 'evidence', tone: 'critical' } as const] : []),
    ...(open ? [{ key: 'conditions', tone: 'high' } as const] : []),
    ...(open || unproved ? [] : [{ key: 'start', tone: 'info' } as const]),
  ]
}

function midway(one: One, today: string): Step[] {
  const from = one.milestones.find(({ code }) => code === 'MIDWAY_REVIEW_FROM')?.on
  const by = one.milestones.find(({ code }) => code === 'MIDWAY_REVIEW_BY')?.on
  if (!from || !by || one.midwayReview) return []
  if (today < from) return [{ key: 'midwayFrom', day: from, tone: 'info' }]
  return [today <= by ? { key: 'midwayNow', day: by, tone: 'high' } : { key: 'midwayLate', day: by, tone: 'critical' }]
}

function decisions(one: One, today: string): Step[] {
  return one.creditorReviews
    .filter(({ decidedOn }) => decidedOn === null)
    .map(({ decideBy, debt: { creditor } }) =>
      today <= decideBy
        ? { key: 'decide', day: decideBy, creditor, tone: 'high' }
        : { key: 'decideLate', day: decideBy, creditor, tone: 'critical' },
    )
}

function treatment(one: One, today: string): Step[] {
  if (one.kind !== 'MENTAL_HEALTH_CRISIS' || one.treatmentEndedOn || !one.startedOn) return []
  const last = one.pointOfContactAskedOn[0] ?? one.startedOn
  const due = new Date(Date.parse(`${last}T00:00:00Z`) + askEveryDays * dayMs).toISOString().slice(0, 10)
  return [{ key: 'pointOfContact', day: due, tone: today >= due ? 'high' : 'info' }]
}
