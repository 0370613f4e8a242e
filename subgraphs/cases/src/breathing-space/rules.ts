// The law of Breathing Space as pure functions over the rows and the dated data. Days are ISO calendar days in London;
// counting them knows no hours, so a change of the clocks moves nothing.
import { addDays, daysBetween, dayOfColumn } from '@cma/runtime'
import { addMonths } from '../add-months.ts'
import type { BreathingSpace } from '../generated/prisma/client.ts'
import type { BreathingSpaceKind, EligibilityAnswer, Jurisdiction } from '../generated/prisma/enums.ts'
import { breathingSpaceLaw, type EligibilityCode, type MilestoneCode } from './reference.ts'

/** 1 for the first day. */
export function dayNumber(startedOn: string, on: string): number {
  return daysBetween(startedOn, on) + 1
}

/** The day with this number. */
export function dayWithNumber(startedOn: string, number: number): string {
  return addDays(startedOn, number - 1)
}

/** The rules of the kind that are in force on its first day, each with its calendar day, in order. */
export function milestonesOf(kind: BreathingSpaceKind, startedOn: string) {
  return breathingSpaceLaw.rules
    .filter(
      ({ kinds, effectiveFrom, effectiveTo }) =>
        kinds.includes(kind) && effectiveFrom <= startedOn && (effectiveTo === undefined || startedOn <= effectiveTo),
    )
    .map((rule) => ({ ...rule, on: dayWithNumber(startedOn, rule.day) }))
    .toSorted((one, other) => one.day - other.day)
}

/** @throws when the law of that day has no such rule for the kind */
export function milestone(code: MilestoneCode, kind: BreathingSpaceKind, startedOn: string) {
  const found = milestonesOf(kind, startedOn).find((rule) => rule.code === code)
  if (!found) throw new Error(`no rule ${code} for ${kind} on ${startedOn}`)
  return found
}

export function lastDayAfterTreatment(treatmentEndedOn: string): string {
  return addDays(treatmentEndedOn, breathingSpaceLaw.afterTreatment.days)
}

type Days = Pick<BreathingSpace, 'startedOn' | 'endsOn' | 'endedOn'>
export type Status = 'DRAFT' | 'ACTIVE' | 'CANCELLED' | 'EXPIRED'

/** Follows from the days: nothing has to happen for one to expire. */
export function statusOn({ startedOn, endsOn, endedOn }: Days, today: string): Status {
  if (endedOn !== null) return 'CANCELLED'
  if (startedOn === null) return 'DRAFT'
  return endsOn !== null && dayOfColumn(endsOn) < today ? 'EXPIRED' : 'ACTIVE'
}

/** The day on which it was last in force; nothing for a draft. */
export function lastDayOf({ startedOn, endsOn, endedOn }: Days, today: string): string | undefined {
  if (startedOn === null) return undefined
  const end = endedOn ?? endsOn
  return end === null ? today : dayOfColumn(end)
}

export type Check = { code: EligibilityCode; text: string; answer: EligibilityAnswer; reason: string | null }
type Facts = {
  jurisdiction: Jurisdiction
  /** Other Breathing Spaces of the client. */
  others: (Days & Pick<BreathingSpace, 'kind'>)[]
  today: string
}

/** The conditions of the kind. What the case file itself shows outweighs what the adviser answered. */
export function eligibilityOf(one: BreathingSpace, { jurisdiction, others, today }: Facts): Check[] {
  const answers: Record<EligibilityCode, EligibilityAnswer> = {
    ENGLAND_OR_WALES: one.livesHere,
    NO_DEBT_RELIEF_ORDER: one.noDebtReliefOrder,
    NO_INTERIM_ORDER_OR_IVA: one.noArrangement,
    NOT_UNDISCHARGED_BANKRUPT: one.notBankrupt,
    NONE_IN_LAST_12_MONTHS: one.noneRecently,
  }
  return breathingSpaceLaw.eligibility
    .filter(({ kinds }) => kinds.includes(one.kind))
    .map(({ code, text, months = 0 }) => {
      const known =
        code === 'ENGLAND_OR_WALES' && jurisdiction !== 'ENGLAND_WALES'
          ? 'The case is advised under the law of another country'
          : code === 'NONE_IN_LAST_12_MONTHS'
            ? recentOne(others, addMonths(today, -months), today)
            : undefined
      return { code, text, answer: known ? 'FAIL' : answers[code], reason: known ?? null }
    })
}

function recentOne(others: Facts['others'], since: string, today: string): string | undefined {
  const last = others
    .filter(({ kind }) => kind === 'STANDARD')
    .map((other) => lastDayOf(other, today))
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1)
  return last !== undefined && last > since ? `An earlier one was in force until ${last}` : undefined
}
