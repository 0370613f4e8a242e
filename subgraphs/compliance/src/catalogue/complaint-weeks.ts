import type { AlertCode, AlertSeverity } from '../generated/graphql.ts'
import type { AlertKind } from './alert-kind.ts'
import { daysBefore, runningUntil } from './matter-moments.ts'
import { dayInWords } from './wording.ts'

type Week = { code: AlertCode; clock: string; next?: string; severity: AlertSeverity; weeks: string; actions: string[] }

/** What the alerts of the weeks have in common: from the day of one step until that of the next, to be done by the end of week 8. */
export function complaintWeek({ code, clock, next, severity, weeks, actions }: Week): AlertKind {
  return {
    code,
    severity,
    force: 'RULE',
    ruleReference: 'DISP 1.6.2R',
    recipients: { roles: ['COMPLIANCE_OFFICER', 'CENTRE_MANAGER'], caseAdviser: false, handler: true },
    trigger: {
      ofMatter: 'COMPLAINT',
      plan(picture) {
        const step = runningUntil(picture, clock)
        const dueAt = runningUntil(picture, 'COMPLAINT_FINAL_RESPONSE')
        if (step === undefined || dueAt === undefined) return []
        const until = next === undefined ? undefined : runningUntil(picture, next)
        return [{ from: daysBefore(step, 0), dueAt, ...(until && { until: daysBefore(until, 0) }) }]
      },
    },
    raisedWhen: `a complaint has been open for ${weeks} weeks`,
    deadline: 'the final response, by the end of week 8',
    title: `Complaint is ${weeks} weeks old`,
    message: ({ dueAt }) =>
      `A complaint has been open for ${weeks} weeks. The final response has to be sent by ${dayInWords(String(dueAt))}.`,
    actions: () => actions,
    resolvedBy: 'the final response, an early settlement, the complaint being withdrawn, or the next of these alerts',
  }
}
