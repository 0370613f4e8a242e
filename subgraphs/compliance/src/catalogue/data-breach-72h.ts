import type { AlertKind } from './alert-kind.ts'
import { atOnce, runningUntil } from './matter-moments.ts'
import { momentInWords } from './wording.ts'

const hour = 3_600_000

/** The last day of the three. */
const pressingHours = 24

export const dataBreach72h: AlertKind = {
  code: 'DATA_BREACH_72H',
  severity: 'HIGH',
  force: 'LAW',
  ruleReference: 'UK GDPR Article 33(1)',
  recipients: { roles: ['DPO'], caseAdviser: false },
  trigger: {
    ofMatter: 'DATA_BREACH',
    plan(picture) {
      const dueAt = runningUntil(picture, 'BREACH_REPORT')
      if (dueAt === undefined) return []
      const growsAt = new Date(dueAt.getTime() - pressingHours * hour)
      return [{ from: atOnce, dueAt, growsAt }]
    },
  },
  escalation: { when: '48 hours after it was discovered', severity: 'CRITICAL', addRoles: ['COMPLIANCE_OFFICER'] },
  raisedWhen: 'a data breach is discovered',
  deadline: '72 hours after it was discovered',
  title: 'Data breach: 72 hours run',
  message: ({ dueAt }) =>
    `A data breach was discovered. If it has to be reported, the Information Commissioner must have the report by ${momentInWords(String(dueAt))}.`,
  actions: () => [
    'Decide within 24 hours whether there is a risk to anybody, and record the decision.',
    'If there is, report it, in stages where not everything is known yet.',
    'If the risk is high, tell the people concerned.',
  ],
  resolvedBy: 'the report, the finding that none is needed, or the breach being closed',
}
