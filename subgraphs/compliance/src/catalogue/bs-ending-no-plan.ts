import type { AlertKind } from './alert-kind.ts'
import { daysBefore, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

/** Day 53 of 60. */
const daysBeforeEnd = 7

export const bsEndingNoPlan: AlertKind = {
  code: 'BS_ENDING_NO_PLAN',
  severity: 'HIGH',
  force: 'POLICY',
  ruleReference: 'BS-10',
  recipients: { roles: [], caseAdviser: true },
  trigger: {
    ofMatter: 'BREATHING_SPACE',
    plan: (picture) =>
      ['BS_ENDING_PLAN', 'BS_MHC_ENDING_PLAN'].flatMap((code) => {
        const dueAt = runningUntil(picture, code)
        return dueAt === undefined ? [] : [{ from: daysBefore(dueAt, daysBeforeEnd), dueAt }]
      }),
  },
  raisedWhen: 'seven days before a Breathing Space ends (day 53 of a standard one) without a plan',
  deadline: 'the day on which it ends',
  title: 'Breathing Space ends without a plan',
  message: ({ dueAt }) =>
    `The Breathing Space ends ${dayInWords(String(dueAt))}, and no plan is recorded for what follows.`,
  actions: () => [
    'Agree with the client which solution follows, or what to offer creditors.',
    'Record the plan on the case before the Breathing Space ends.',
  ],
  resolvedBy: 'the plan, or the end of the Breathing Space',
}
