import type { AlertKind } from './alert-kind.ts'
import { daysBefore, past, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

/** Not in the first 25 days: it can be done from day 26, nine days before the last on which it may be. From day 33 it is pressing. */
const windowDays = 9
const pressingDays = 2

export const bsMidwayReviewWindowOpen: AlertKind = {
  code: 'BS_MIDWAY_REVIEW_WINDOW_OPEN',
  severity: 'HIGH',
  force: 'LAW',
  ruleReference: 'SI 2020/1311 reg 27',
  recipients: { roles: ['CENTRE_MANAGER'], caseAdviser: true },
  trigger: {
    ofMatter: 'BREATHING_SPACE',
    plan(picture) {
      const dueAt = runningUntil(picture, 'BS_MIDWAY_REVIEW')
      if (dueAt === undefined) return []
      const from = daysBefore(dueAt, windowDays)
      return [{ from, until: past(dueAt), dueAt, growsAt: daysBefore(dueAt, pressingDays) }]
    },
  },
  escalation: { when: 'on day 33', severity: 'CRITICAL', addRoles: [] },
  raisedWhen: 'on day 26 of a standard Breathing Space without a midway review',
  deadline: 'day 35',
  title: 'Midway review can be done now',
  message: ({ dueAt }) =>
    `The midway review of the Breathing Space has to be done by ${dayInWords(String(dueAt))}. The law sets this day; it can't be moved.`,
  actions: () => [
    'Check that the client still qualifies, has kept to the conditions and still needs the Breathing Space.',
    'Record the review on the case, and cancel the Breathing Space on the service where it has to end.',
  ],
  resolvedBy: 'the midway review, or the end of the Breathing Space',
}
