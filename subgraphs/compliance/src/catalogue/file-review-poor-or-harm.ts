import type { AlertKind } from './alert-kind.ts'
import { atOnce, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

export const fileReviewPoorOrHarm: AlertKind = {
  code: 'FILE_REVIEW_POOR_OR_HARM',
  severity: 'HIGH',
  force: 'POLICY',
  ruleReference: 'QA-01, QA-02',
  recipients: { roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'], caseAdviser: false },
  trigger: {
    ofMatter: 'FILE_REVIEW',
    plan(picture) {
      const poor = runningUntil(picture, 'FILE_REVIEW_ACTIONS')
      const harm = runningUntil(picture, 'FILE_REVIEW_HARM')
      return [
        ...(poor === undefined ? [] : [{ from: atOnce, dueAt: poor, facts: { grade: 'POOR' } }]),
        ...(harm === undefined
          ? []
          : [{ from: atOnce, dueAt: harm, severity: 'CRITICAL' as const, facts: { grade: 'HARM' } }]),
      ]
    },
  },
  raisedWhen: 'a file review is graded poor (high) or as harm to the client (critical)',
  deadline: '10 working days for poor, 1 for harm',
  title: 'File review found a serious fault',
  message: ({ grade, dueAt }) =>
    grade === 'HARM'
      ? `A file review found that the client came to harm. Act by ${dayInWords(String(dueAt))}.`
      : `A file review was graded poor. Put right what it found by ${dayInWords(String(dueAt))}.`,
  actions: () => [
    'Read the review, and agree with the adviser what is put right for the client.',
    'Look at other cases of the same kind.',
    'Record on the review that its actions are done.',
  ],
  resolvedBy: 'the actions of the review being done',
}
