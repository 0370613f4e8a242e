import { londonDate } from '@cma/runtime/london-date'
import { stageChanged } from '../engine/event-facts.ts'
import { endOfDay } from '../rules/days.ts'
import { addWorkingDays } from '../rules/working-days.ts'
import type { AlertKind } from './alert-kind.ts'
import { inWords, stageInWords } from './wording.ts'

/** Working days in which a compliance officer looks at it. */
const reviewWorkingDays = 3

export const gateOverridden: AlertKind = {
  code: 'GATE_OVERRIDDEN',
  severity: 'HIGH',
  force: 'POLICY',
  recipients: { roles: ['COMPLIANCE_OFFICER'], caseAdviser: false },
  trigger: {
    action: 'cases.case.stage_changed',
    raise(event, { holidays }) {
      const change = stageChanged.safeParse(event.facts).data
      if (change?.overridden !== true || event.centreId === null) return undefined
      // The network's officers keep the working days of England and Wales.
      const day = addWorkingDays(londonDate(event.occurredAt), reviewWorkingDays, holidays.ENGLAND_WALES)
      return {
        code: 'GATE_OVERRIDDEN',
        key: `GATE_OVERRIDDEN:${event.id}`,
        centreId: event.centreId,
        caseId: change.caseId,
        causeEventId: event.id,
        dueAt: endOfDay(day),
        facts: { from: change.from ?? '', to: change.to, open: change.blockers.length },
      }
    },
  },
  raisedWhen: 'a manager moved a case on although mandatory items were open',
  deadline: '3 working days to look at it',
  title: 'Case moved on with mandatory items open',
  message: ({ from, to, open }) =>
    `A manager moved the case${from === '' ? '' : ` from ${stageInWords(String(from))}`} to ${stageInWords(String(to))} with ` +
    `${inWords(Number(open), 'mandatory item', 'mandatory items')} open. Look at it within ${reviewWorkingDays} working days.`,
  actions: () => [
    "Read the manager's reason in the case's history.",
    'Look at the items that were open, and at what each would have shown.',
    'Agree with the manager when they will be done, or have the case moved back.',
    'Say here what you found.',
  ],
  resolvedBy: 'a compliance officer, saying what was found',
}
