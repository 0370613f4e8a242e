import type { AlertKind } from './alert-kind.ts'
import { past, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

export const complaint8WeeksBreached: AlertKind = {
  code: 'COMPLAINT_8_WEEKS_BREACHED',
  severity: 'CRITICAL',
  force: 'RULE',
  ruleReference: 'DISP 1.6.2R',
  recipients: { roles: ['COMPLIANCE_OFFICER', 'CENTRE_MANAGER'], caseAdviser: false, handler: true },
  trigger: {
    ofMatter: 'COMPLAINT',
    plan(picture) {
      const dueAt = runningUntil(picture, 'COMPLAINT_FINAL_RESPONSE')
      return dueAt === undefined ? [] : [{ from: past(dueAt), dueAt }]
    },
  },
  raisedWhen: 'eight weeks have passed without a final response',
  deadline: 'at once',
  title: 'Eight weeks without a final response',
  message: ({ dueAt }) =>
    `The final response to a complaint was due ${dayInWords(String(dueAt))}. It has not been sent.`,
  actions: () => [
    'Write to the client today: why there is no final response yet, when there will be, and that the ombudsman can be asked now.',
    'Send the final response as soon as it is agreed.',
  ],
  resolvedBy: 'the final response, or the complaint being withdrawn',
}
