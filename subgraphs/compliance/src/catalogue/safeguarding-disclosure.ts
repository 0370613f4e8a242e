import { londonDate } from '@cma/runtime/london-date'
import { noteAdded } from '../engine/event-facts.ts'
import { endOfDay } from '../rules/days.ts'
import type { AlertKind } from './alert-kind.ts'

/** Its content is restricted: it says that there is a note, never what stands in it. */
export const safeguardingDisclosure: AlertKind = {
  code: 'SAFEGUARDING_DISCLOSURE',
  severity: 'CRITICAL',
  force: 'POLICY',
  recipients: { roles: ['SAFEGUARDING_LEAD', 'CENTRE_MANAGER'], caseAdviser: false },
  trigger: {
    action: 'cases.note.added',
    raise(event) {
      const note = noteAdded.safeParse(event.facts).data
      if (note?.category !== 'SAFEGUARDING' || event.centreId === null) return undefined
      return {
        code: 'SAFEGUARDING_DISCLOSURE',
        key: `SAFEGUARDING_DISCLOSURE:${note.noteId}`,
        centreId: event.centreId,
        caseId: note.caseId,
        noteId: note.noteId,
        causeEventId: event.id,
        dueAt: endOfDay(londonDate(event.occurredAt)),
        facts: {},
      }
    },
  },
  raisedWhen: 'a safeguarding note is written',
  deadline: 'the same day',
  title: 'Safeguarding note written',
  message: () =>
    'An adviser has written a safeguarding note on this case. Read it and decide today what has to be done.',
  actions: () => [
    'Read the note, and speak to whoever wrote it.',
    'If somebody is in danger now, ring 999.',
    'Decide whether to refer to the council, and write down why or why not.',
    'Say here how the matter was closed.',
  ],
  resolvedBy: 'a recipient, saying how',
}
