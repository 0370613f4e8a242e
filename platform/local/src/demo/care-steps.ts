import { addDays } from '@cma/runtime'
import type { Action, DayOf, Known, Step } from './case-plan.ts'
import type { PersonKey } from './people.ts'

/** What is told of a client besides notes: Breathing Space, consents, authority, vulnerability, outcomes. Days count back from loading. */
export type Care = {
  breathingSpace?: {
    kind?: 'STANDARD' | 'MENTAL_HEALTH_CRISIS'
    /** Which day of it the day of loading is; a draft while absent. */
    day?: number
    /** Of a crisis: whether evidence is on file. */
    evidence?: boolean
    creditors: string[]
    /** The first creditor asked for a review on this day of it. */
    requestOnDay?: number
    midwayOnDay?: number
    /** Ended early on this day of it, for this reason. */
    ended?: { onDay: number; reason: string }
  }
  /** Kind and how many days ago it was given. */
  consents?: { kind: string; ago: number }[]
  /** How many days ago it was signed. */
  authority?: number
  vulnerability?: { driver: string; indicator: string; support?: string; ago: number; reviewIn: number }
  outcomes?: { kind: string; ago: number; pounds?: number }[]
}

const passed = {
  englandOrWales: 'PASS',
  noDebtReliefOrder: 'PASS',
  noInterimOrderOrIva: 'PASS',
  notUndischargedBankrupt: 'PASS',
  noneInLast12Months: 'PASS',
}

/** What is recorded on a day moves from a weekend to the Friday before: so a day that is named is recorded this much later. */
const laterDays = 3

type Input = (known: Known, day: DayOf) => Record<string, unknown>

export function careSteps(care: Care | undefined, { by, opened }: { by: PersonKey; opened: number }): Step[] {
  if (care === undefined) return []
  const step = (daysAgo: number, mutation: string, input: Input, keep?: string): Step => {
    const action: Action = { kind: 'send', mutation, input, ...(keep !== undefined && { keep }) }
    return { daysAgo: Math.min(opened, Math.max(0, daysAgo)), by, action }
  }
  const onCase =
    (rest: (day: DayOf) => Record<string, unknown>): Input =>
    ({ case: caseId }, day) => ({ caseId, ...rest(day) })
  // Exactly so many days back, weekend or not: clocks count from it.
  const exactly = (day: DayOf, ago: number) => addDays(day(0), -ago)
  return [
    ...(care.consents ?? []).map(({ kind, ago }) =>
      step(
        ago - laterDays,
        'recordConsent',
        onCase((day) => ({ kind, givenOn: exactly(day, ago) })),
      ),
    ),
    ...(care.authority === undefined
      ? []
      : [
          step(
            care.authority - laterDays,
            'recordAuthority',
            onCase((day) => ({ scope: 'All creditors', signedOn: exactly(day, care.authority!) })),
          ),
        ]),
    ...(care.vulnerability === undefined ? [] : vulnerabilitySteps(care.vulnerability)),
    ...breathingSpaceSteps(care.breathingSpace),
    ...(care.outcomes ?? []).map(({ kind, ago, pounds }) =>
      step(
        ago - laterDays,
        'recordOutcome',
        onCase((day) => ({
          kind,
          achievedOn: exactly(day, ago),
          ...(pounds !== undefined && { amountPence: pounds * 100 }),
        })),
      ),
    ),
  ]

  function vulnerabilitySteps({
    driver,
    indicator,
    support,
    ago,
    reviewIn,
  }: NonNullable<Care['vulnerability']>): Step[] {
    return [
      step(
        ago,
        'recordVulnerability',
        onCase((day) => ({
          driver,
          indicator,
          ...(support !== undefined && { supportNeeds: support, supportAgreed: true }),
          reviewOn: exactly(day, -reviewIn),
        })),
      ),
    ]
  }

  function breathingSpaceSteps(one: Care['breathingSpace']): Step[] {
    if (one === undefined) return []
    const { kind = 'STANDARD', day: today, evidence = false, creditors } = one
    const agoOf = (number: number) => (today ?? 0) - number
    const into =
      (rest: (known: Known, day: DayOf) => Record<string, unknown>): Input =>
      (known, day) => ({ breathingSpaceId: known['breathing space'], ...rest(known, day) })
    const draftedAgo = today === undefined ? 2 : today + laterDays
    const draft: Step[] = [
      step(
        draftedAgo,
        'draftBreathingSpace',
        onCase(() => ({ kind, eligibility: passed, crisisEvidenceHeld: evidence })),
        'breathing space',
      ),
      ...creditors.map((creditor, index) =>
        step(
          draftedAgo,
          'addBreathingSpaceDebt',
          into(() => ({ creditor })),
          index === 0 ? 'debt' : undefined,
        ),
      ),
    ]
    if (today === undefined) return draft
    return [
      ...draft,
      step(
        agoOf(1) - laterDays,
        'startBreathingSpace',
        into((_, day) => ({ startedOn: exactly(day, agoOf(1)), reference: 'BSS-0000000' })),
      ),
      ...(one.requestOnDay === undefined
        ? []
        : [
            step(
              agoOf(one.requestOnDay) - laterDays,
              'recordCreditorReviewRequest',
              into((known, day) => ({
                breathingSpaceDebtId: known['debt'],
                requestedOn: exactly(day, agoOf(one.requestOnDay!)),
                reason: 'UNFAIR_PREJUDICE',
              })),
            ),
          ]),
      ...(one.midwayOnDay === undefined
        ? []
        : [
            step(
              agoOf(one.midwayOnDay) - laterDays,
              'recordMidwayReview',
              into((_, day) => ({ reviewedOn: exactly(day, agoOf(one.midwayOnDay!)), outcome: 'CONTINUES' })),
            ),
          ]),
      ...(one.ended === undefined
        ? []
        : [
            step(
              agoOf(one.ended.onDay) - laterDays,
              'endBreathingSpace',
              into((_, day) => ({ endedOn: exactly(day, agoOf(one.ended!.onDay)), reason: one.ended!.reason })),
            ),
          ]),
    ]
  }
}
