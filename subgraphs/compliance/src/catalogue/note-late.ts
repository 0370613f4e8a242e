import type { AlertKind } from './alert-kind.ts'
import { dayInWords } from './wording.ts'

export const noteLate: AlertKind = {
  code: 'NOTE_LATE',
  severity: 'LOW',
  force: 'POLICY',
  recipients: { roles: [], caseAdviser: true },
  trigger: {
    whileHolds: ({ fact, appointments }, { now }) =>
      appointments
        .filter(({ noteId, noteDueAt }) => noteId === null && noteDueAt !== null && noteDueAt < now)
        .map(({ appointmentId, startsAt, noteDueAt }) => ({
          code: 'NOTE_LATE',
          key: `NOTE_LATE:${appointmentId}:${noteDueAt!.toISOString()}`,
          centreId: fact.centreId,
          caseId: fact.caseId,
          appointmentId,
          dueAt: noteDueAt,
          facts: { contactAt: startsAt.toISOString() },
        })),
  },
  raisedWhen: '2 working days after a contact that has no note',
  deadline: '2 working days after the contact',
  title: 'No note of a contact',
  message: ({ contactAt }) =>
    `The client came on ${dayInWords(String(contactAt))}, and nothing has been written about it. Notes are due 2 working days after a contact.`,
  actions: () => [
    'Write the note from what you have, and say that it was written late.',
    'Choose the appointment that it is the record of.',
  ],
  resolvedBy: 'a note of the appointment, or of a contact on its day',
}
