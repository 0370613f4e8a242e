import { policyOfCentres } from '../reference/centre-policy.ts'
import type { AlertKind } from './alert-kind.ts'
import { dayInWords } from './wording.ts'

const { points, days, openCasesAtLeast } = policyOfCentres.completionDrop

export const completionDrop: AlertKind = {
  code: 'COMPLETION_DROP',
  severity: 'MEDIUM',
  force: 'POLICY',
  recipients: { roles: ['CENTRE_MANAGER', 'COMPLIANCE_OFFICER'], caseAdviser: false },
  trigger: {
    ofCentre({ centreId, today, lost }) {
      if (lost === undefined || lost.points < points) return undefined
      return {
        code: 'COMPLETION_DROP',
        // What somebody has closed is told of again in another month, if it goes on.
        key: `COMPLETION_DROP:${centreId}:${today.slice(0, 7)}`,
        centreId,
        caseId: null,
        dueAt: null,
        facts: { points: lost.points, since: lost.since },
      }
    },
  },
  raisedWhen: `completion over a centre's open cases is ${points} points or more lower than ${days} days ago, where it has ${openCasesAtLeast} open cases or more`,
  deadline: 'none',
  title: 'Completion has dropped',
  message: (facts) =>
    `Completion over the centre's open cases has fallen by ${facts['points']} points since ${dayInWords(String(facts['since']))}.`,
  actions: () => [
    'Open the dashboard and look at which items are late in most cases.',
    'Agree with the advisers who does what by when.',
  ],
  resolvedBy: `completion that is less than ${points} points lower than ${days} days before, looked at each morning`,
}
