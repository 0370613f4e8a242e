import { londonDate } from '@cma/runtime/london-date'
import { caseTouched } from '../engine/event-facts.ts'
import { endOfDay } from '../rules/days.ts'
import { addWorkingDays } from '../rules/working-days.ts'
import type { AlertKind } from './alert-kind.ts'

const reviewWorkingDays = 2

export const restrictedCaseAccessed: AlertKind = {
  code: 'RESTRICTED_CASE_ACCESSED',
  severity: 'HIGH',
  force: 'POLICY',
  recipients: { roles: ['COMPLIANCE_OFFICER'], caseAdviser: false },
  trigger: {
    action: 'cases.restricted_case.break_glass',
    raise(event, { holidays }) {
      const facts = caseTouched.safeParse(event.facts).data
      if (facts === undefined || event.centreId === null) return undefined
      const day = addWorkingDays(londonDate(event.occurredAt), reviewWorkingDays, holidays.ENGLAND_WALES)
      return {
        code: 'RESTRICTED_CASE_ACCESSED',
        key: `RESTRICTED_CASE_ACCESSED:${event.id}`,
        centreId: event.centreId,
        caseId: facts.caseId,
        causeEventId: event.id,
        dueAt: endOfDay(day),
        facts: {},
      }
    },
  },
  raisedWhen: 'somebody who may not see a restricted case opened it with a reason',
  deadline: '2 working days to look at it',
  title: 'Restricted case was opened',
  message: () =>
    `Somebody opened a restricted case with a reason. Look at the reason within ${reviewWorkingDays} working days.`,
  actions: () => [
    'Read who opened it and why in the audit trail.',
    'Ask their manager where the reason does not hold.',
    'Say here what you found.',
  ],
  resolvedBy: 'a compliance officer, saying what was found',
}
