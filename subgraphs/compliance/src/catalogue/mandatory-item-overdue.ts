import type { AlertKind } from './alert-kind.ts'
import { overdueItems } from './overdue-item.ts'
import { dayInWords } from './wording.ts'

export const mandatoryItemOverdue: AlertKind = {
  code: 'MANDATORY_ITEM_OVERDUE',
  severity: 'MEDIUM',
  force: 'POLICY',
  recipients: { roles: [], caseAdviser: true },
  trigger: { whileHolds: (picture, moment) => overdueItems('MANDATORY_ITEM_OVERDUE', picture, moment) },
  escalation: {
    workingDays: 5,
    when: '5 working days after its deadline',
    severity: 'HIGH',
    addRoles: ['CENTRE_MANAGER'],
  },
  raisedWhen: 'the deadline of a mandatory item has passed',
  deadline: "the item's own",
  title: 'Mandatory item is late',
  message: ({ item, text, dueAt }) => `${text} (${item}). Was due ${dayInWords(String(dueAt))}.`,
  actions: ({ item }) => [
    `Open the case's checklist at ${item}.`,
    'Record what shows that it was done; if it was not, do it today.',
    'If it does not apply, say why, or ask a compliance officer to.',
  ],
  resolvedBy: 'evidence for the item, its not applying, or its deadline moving',
}
