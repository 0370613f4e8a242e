import { z } from 'zod'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { mayReadCases } from './policies.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

const outcome = z.enum(
  ['ATTENDED', 'MISSED', 'CANCELLED'],
  'An appointment ends attended, missed or cancelled. Choose one of these',
)

export const recordAppointmentOutcome = defineCommand({
  name: 'cases.recordAppointmentOutcome',
  input: z.object({ appointmentId: id, outcome }),
  async run({ input: { appointmentId, outcome: state }, tx, viewer, record, refuse, clock }) {
    const seen = await tx.appointment.findUnique({ where: { id: appointmentId } })
    if (!seen || !mayReadCases(viewer, seen.centreId))
      return refuse('NOT_FOUND', "This appointment can't be found. Look at the case again", 'appointmentId')
    const { caseId, centreId, kind, startsAt, adviserId } = seen
    await reachCase({ tx, viewer, refuse }, caseId, 'BOOK_APPOINTMENT')
    const present = await tx.appointment.findUniqueOrThrow({ where: { id: appointmentId } })
    if (present.state !== 'BOOKED')
      return refuse('ALREADY_DONE', 'How this appointment ended has been recorded already', 'appointmentId')
    const at = clock.now()
    if (state !== 'CANCELLED' && startsAt > at)
      return refuse(
        'INVALID_INPUT',
        'This appointment has not begun. Cancel it, or wait until its time has come',
        'outcome',
      )
    const appointment = await tx.appointment.update({ where: { id: appointmentId }, data: { state } })
    await refreshCase(tx, caseId, { kind: 'APPOINTMENT', by: viewer.id, at })
    await record({
      action: `cases.appointment.${state.toLowerCase()}`,
      centreId,
      entities: about(caseId, { type: 'Appointment', id: appointmentId }),
      facts: { caseId, appointmentId, kind, startsAt: startsAt.toISOString(), adviserId },
    })
    return appointment
  },
  find: (appointmentId, { ctx }) => ctx.loaders.appointmentById.load(appointmentId),
})
