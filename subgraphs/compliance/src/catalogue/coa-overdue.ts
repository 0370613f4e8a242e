import type { AlertKind } from './alert-kind.ts'
import { overdueItems } from './overdue-item.ts'
import { dayInWords } from './wording.ts'

/** The confirmation of advice, item C8-10. */
export const coaOverdue: AlertKind = {
  code: 'COA_OVERDUE',
  severity: 'HIGH',
  force: 'POLICY',
  ruleReference: 'CONC 8.3.4R',
  recipients: { roles: ['CENTRE_MANAGER'], caseAdviser: true },
  trigger: { whileHolds: (picture, moment) => overdueItems('COA_OVERDUE', picture, moment) },
  raisedWhen: 'a client was advised and has no confirmation of it 5 working days later',
  deadline: '5 working days after the advice',
  title: 'Confirmation of advice is late',
  message: ({ dueAt }) =>
    `The client was advised and has no confirmation in writing. It was due ${dayInWords(String(dueAt))}, 5 working days after the advice.`,
  actions: () => [
    'Send the confirmation of advice today, with all options and the reasons.',
    'Put the letter, and how it was sent, on the case as evidence for C8-10.',
  ],
  resolvedBy: 'evidence for C8-10, or its deadline moving',
}
