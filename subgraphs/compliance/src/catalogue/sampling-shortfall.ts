import { policyOfCentres } from '../reference/centre-policy.ts'
import { endOfDay } from '../rules/days.ts'
import type { AlertKind } from './alert-kind.ts'
import { dayInWords } from './wording.ts'

const { daysBeforeQuarterEnds } = policyOfCentres.samplingShortfall

export const samplingShortfall: AlertKind = {
  code: 'SAMPLING_SHORTFALL',
  severity: 'MEDIUM',
  force: 'POLICY',
  ruleReference: 'QA-01',
  recipients: { roles: ['CENTRE_MANAGER'], caseAdviser: false },
  trigger: {
    ofCentre({ centreId, shortfall }) {
      if (shortfall === undefined) return undefined
      const { quarter, lastDay, advisers, reviews } = shortfall
      return {
        code: 'SAMPLING_SHORTFALL',
        key: `SAMPLING_SHORTFALL:${centreId}:${quarter}`,
        centreId,
        caseId: null,
        dueAt: endOfDay(lastDay),
        facts: { quarter, advisers, reviews, dueAt: endOfDay(lastDay).toISOString() },
      }
    },
  },
  raisedWhen: `${daysBeforeQuarterEnds} days before the end of a quarter fewer of an adviser's files have been reviewed than the sample asks for`,
  deadline: 'the end of the quarter',
  title: 'Too few files reviewed',
  message: ({ advisers, reviews, dueAt }) =>
    `Fewer files have been reviewed than the sample asks for: ${reviews} missing, of ${advisers} ${advisers === 1 ? 'adviser' : 'advisers'}. The quarter ends on ${dayInWords(String(dueAt))}.`,
  actions: () => [
    'Open the file reviews and draw what is missing of the sample.',
    'Give each drawn file to a reviewer who did not advise on it.',
  ],
  resolvedBy:
    'enough reviews before the quarter ends, looked at each morning; afterwards by the manager, at the latest when the next quarter nears its end',
}
