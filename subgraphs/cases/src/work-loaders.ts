import { loadById, loadManyByKey, type LoaderContext } from '@cma/runtime'
import type { Db } from './context.ts'
import { centresRead } from './policies.ts'

/** Tasks and appointments: one statement each, however many cases ask. */
export function workLoaders(ctx: LoaderContext<Db>) {
  const centreId = { in: centresRead(ctx.viewer) }
  return {
    appointmentById: loadById(ctx, (db, ids) => db.appointment.findMany({ where: { id: { in: ids }, centreId } })),
    appointmentsByCase: loadManyByKey(
      ctx,
      (db, ids) =>
        db.appointment.findMany({
          where: { caseId: { in: ids }, centreId },
          orderBy: [{ startsAt: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.caseId,
    ),
    taskById: loadById(ctx, (db, ids) => db.task.findMany({ where: { id: { in: ids }, centreId } })),
    tasksByCase: loadManyByKey(
      ctx,
      (db, ids) =>
        db.task.findMany({
          where: { caseId: { in: ids }, centreId },
          // Open ones by due date, then done ones, the latest first.
          orderBy: [
            { doneAt: { sort: 'desc', nulls: 'first' } },
            { dueOn: { sort: 'asc', nulls: 'last' } },
            { id: 'asc' },
          ],
        }),
      (row) => row.caseId,
    ),
  }
}
