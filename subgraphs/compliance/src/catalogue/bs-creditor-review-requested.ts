import type { AlertKind } from './alert-kind.ts'
import { atOnce, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

export const bsCreditorReviewRequested: AlertKind = {
  code: 'BS_CREDITOR_REVIEW_REQUESTED',
  severity: 'HIGH',
  force: 'LAW',
  ruleReference: 'SI 2020/1311 reg 18',
  recipients: { roles: ['COMPLIANCE_OFFICER'], caseAdviser: true },
  trigger: {
    ofMatter: 'CREDITOR_REVIEW',
    plan(picture) {
      const dueAt = runningUntil(picture, 'BS_CREDITOR_REVIEW')
      return dueAt === undefined ? [] : [{ from: atOnce, dueAt }]
    },
  },
  raisedWhen: "a creditor's request for a review of a Breathing Space is recorded",
  deadline: 'day 35 for that debt',
  title: 'Creditor asked for a review',
  message: ({ dueAt }) =>
    `A creditor asked for a review of the Breathing Space. It has to be decided by ${dayInWords(String(dueAt))}, by law.`,
  actions: () => [
    'Read the request and its reason, and ask the client about it.',
    'Decide, and write down how the interests of both were weighed.',
    'Record the decision on the case and tell the creditor.',
  ],
  resolvedBy: 'the decision, or the end of the Breathing Space',
}
