import type { AlertKind } from './alert-kind.ts'
import { daysBefore, past, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

/** Close of business on the third business day counts as the end of that day, so that it is the same at every centre. */
export const complaint3bdClosing: AlertKind = {
  code: 'COMPLAINT_3BD_CLOSING',
  severity: 'MEDIUM',
  force: 'RULE',
  ruleReference: 'DISP 1.5.1R',
  recipients: { roles: ['COMPLIANCE_OFFICER', 'CENTRE_MANAGER'], caseAdviser: false, handler: true },
  trigger: {
    ofMatter: 'COMPLAINT',
    plan(picture) {
      const dueAt = runningUntil(picture, 'COMPLAINT_SUMMARY_RESOLUTION')
      return dueAt === undefined ? [] : [{ from: daysBefore(dueAt, 0), until: past(dueAt), dueAt }]
    },
  },
  raisedWhen: 'the third business day after a complaint was received begins',
  deadline: 'the end of that day',
  title: 'Last day to settle a complaint early',
  message: ({ dueAt }) =>
    `Until the end of ${dayInWords(String(dueAt))} the complaint can be settled with a summary resolution. After that it needs a final response.`,
  actions: () => [
    'If the client accepts what you offer, send the summary resolution communication today.',
    'If not, go on towards the final response.',
  ],
  resolvedBy: 'an early settlement, the complaint being closed, or the end of the day',
}
