import { newId } from '@cma/runtime'
import { z } from 'zod'
import { centreOfCase, requireStanding, standingAsColleague } from './ask-directory.ts'
import { defineCommand } from './context.ts'
import { AppointmentKind, ContactMethod } from './generated/prisma/enums.ts'
import { id, line, orDefault, orNone } from './parsing.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

const day = 86_400_000

const input = z.object({
  caseId: id,
  kind: z.enum(AppointmentKind),
  startsAt: z.iso
    .datetime('This is not a moment such as 2026-11-24T16:10:00Z. Correct it')
    .transform((value) => new Date(value)),
  durationMinutes: orDefault(
    z
      .int()
      .min(5, 'An appointment lasts five minutes at least')
      .max(480, 'An appointment lasts eight hours at most. Book a second one'),
    60,
  ),
  method: z.enum(ContactMethod),
  place: orNone(line('The place')),
  adviserId: orNone(id),
})

export const bookAppointment = defineCommand({
  name: 'cases.bookAppointment',
  input,
  beforehand: async ({ input: { caseId, adviserId }, ctx }) =>
    standingAsColleague(ctx, adviserId, await centreOfCase(ctx, caseId)),
  async run({ input: { caseId, ...fields }, tx, viewer, record, refuse, clock, prepared }) {
    const { centreId, adviserId: owner } = await reachCase({ tx, viewer, refuse }, caseId, 'BOOK_APPOINTMENT')
    requireStanding(refuse, prepared, 'adviserId')
    const at = clock.now()
    // A walk-in may be recorded when it is over, so yesterday is all right; two years ahead is a slip.
    if (fields.startsAt.getTime() < at.getTime() - 7 * day || fields.startsAt.getTime() > at.getTime() + 730 * day) {
      return refuse(
        'INVALID_INPUT',
        'An appointment lies between a week ago and two years ahead. Check day and year',
        'startsAt',
      )
    }
    const adviserId = fields.adviserId ?? owner
    const appointment = await tx.appointment.create({
      data: { id: newId(), caseId, centreId, ...fields, adviserId, createdAt: at, createdById: viewer.id },
    })
    await refreshCase(tx, caseId, { kind: 'APPOINTMENT', by: viewer.id, at })
    const { kind, startsAt, id: appointmentId } = appointment
    await record({
      action: 'cases.appointment.booked',
      centreId,
      entities: about(caseId, { type: 'Appointment', id: appointmentId }),
      facts: { caseId, appointmentId, kind, startsAt: startsAt.toISOString(), adviserId },
    })
    return appointment
  },
  find: (appointmentId, { ctx }) => ctx.loaders.appointmentById.load(appointmentId),
})
