import { dormantFrom, longDormantFrom } from '../rules/dormancy.ts'
import type { AlertKind } from './alert-kind.ts'
import { dayInWords } from './wording.ts'

export const caseDormant: AlertKind = {
  code: 'CASE_DORMANT',
  severity: 'LOW',
  force: 'POLICY',
  recipients: { roles: [], caseAdviser: true },
  trigger: {
    whileHolds({ fact }, { now }) {
      const from = dormantFrom(fact)
      if (from === undefined || from > now) return []
      return [
        {
          code: 'CASE_DORMANT',
          key: `CASE_DORMANT:${fact.caseId}:${from.toISOString()}`,
          centreId: fact.centreId,
          caseId: fact.caseId,
          dueAt: null,
          growsAt: longDormantFrom(fact),
          facts: { since: fact.lastActivityAt.toISOString() },
        },
      ]
    },
  },
  escalation: { when: 'after 42 days', severity: 'MEDIUM', addRoles: [] },
  raisedWhen: 'nothing has been done on an open case for 21 days',
  deadline: 'none',
  title: 'Nothing has happened on the case',
  message: ({ since }) => `Nothing has been done on this case since ${dayInWords(String(since))}.`,
  actions: () => [
    'Look at what the case is waiting for, and chase it.',
    'Write to the client, or close the case if nothing more can be done.',
  ],
  resolvedBy: 'anything done on the case, or its end',
}
