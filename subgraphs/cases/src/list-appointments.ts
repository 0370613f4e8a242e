import { GraphQLError } from 'graphql'
import type { Context } from './context.ts'
import type { QueryAppointmentsArgs } from './generated/graphql.ts'
import { centresRead } from './policies.ts'
import type { AppointmentRow } from './rows.ts'

const longestDays = 100
const most = 1_000

/** Appointments that begin between two moments, in order. The span is bounded, and so is what it gives. */
export async function listAppointments(
  { from, to, mine, centreId }: QueryAppointmentsArgs,
  ctx: Context,
): Promise<AppointmentRow[]> {
  const [begin, end] = [new Date(from), new Date(to)]
  const days = (end.getTime() - begin.getTime()) / 86_400_000
  if (days < 0 || days > longestDays) {
    throw new GraphQLError(`'to' lies after 'from', and at most ${longestDays} days later`, {
      extensions: { code: 'BAD_USER_INPUT' },
    })
  }
  const centres = centresRead(ctx.viewer, centreId)
  if (centres.length === 0) return []
  return ctx.read((db) =>
    db.appointment.findMany({
      where: {
        centreId: { in: centres },
        startsAt: { gte: begin, lt: end },
        ...(mine && { adviserId: ctx.viewer.id }),
      },
      orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
      take: most,
    }),
  )
}
