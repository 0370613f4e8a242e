import type { AlertKind } from './alert-kind.ts'
import { daysAfter, daysBefore, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

/** Days after the request; with an extension, so many days before the answer is due. */
const first = { day: 20, before: 10 }
const pressing = { day: 27, before: 3 }

export const dsarDue: AlertKind = {
  code: 'DSAR_DUE',
  severity: 'HIGH',
  force: 'LAW',
  ruleReference: 'UK GDPR Article 12(3)',
  recipients: { roles: ['DPO'], caseAdviser: false, handler: true },
  trigger: {
    ofMatter: 'DSAR',
    plan(picture) {
      const dueAt = runningUntil(picture, 'DSAR_ANSWER')
      if (dueAt === undefined) return []
      const { facts } = picture.matter
      const extended = facts['extendedMonths'] !== undefined
      const paused = Number(facts['pausedDays'] ?? 0)
      const at = ({ day, before }: typeof first) =>
        extended ? daysBefore(dueAt, before) : daysAfter(picture, 'receivedOn', day + paused)
      return [{ from: at(first), dueAt, growsAt: at(pressing) }]
    },
  },
  escalation: { when: 'on day 27', severity: 'CRITICAL', addRoles: [] },
  raisedWhen:
    'on day 20 of a subject access request; days in which it is paused do not count, and one that is extended is told of 10 days before its end',
  deadline: 'one month, three when extended; the next working day where that is none',
  title: 'Subject access request is due',
  message: ({ dueAt }) => `A subject access request has to be answered by ${dayInWords(String(dueAt))}, by law.`,
  actions: () => [
    'Gather what is held, and take out what is about other people.',
    'Send the answer securely, and record it.',
    'If the request is complex, tell the person before the deadline that it is extended, and why.',
  ],
  resolvedBy: 'the answer or the refusal; it rests while the clock is paused',
}
