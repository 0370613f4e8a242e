import type { AlertKind } from './alert-kind.ts'
import { past, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

export const bsMidwayReviewMissed: AlertKind = {
  code: 'BS_MIDWAY_REVIEW_MISSED',
  severity: 'CRITICAL',
  force: 'LAW',
  ruleReference: 'SI 2020/1311 reg 27',
  recipients: { roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'], caseAdviser: false },
  trigger: {
    ofMatter: 'BREATHING_SPACE',
    plan(picture) {
      const dueAt = runningUntil(picture, 'BS_MIDWAY_REVIEW')
      return dueAt === undefined ? [] : [{ from: past(dueAt), dueAt }]
    },
  },
  raisedWhen: 'on day 36 of a standard Breathing Space without a midway review',
  deadline: 'at once',
  title: 'Midway review was missed',
  message: ({ dueAt }) =>
    `The midway review of the Breathing Space was due ${dayInWords(String(dueAt))} by law, and none is recorded. Act at once.`,
  actions: () => [
    'Ask the adviser whether it was done; if it was, record it with its date.',
    'If it was not, do it today, and write down why it is late.',
    'Decide whether the breach has to be reported further.',
  ],
  resolvedBy: 'the midway review, or the end of the Breathing Space',
}
