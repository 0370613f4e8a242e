import { loadById, loadManyByKey, type LoaderContext } from '@cma/runtime'
import type { Db } from '../context.ts'
import { centresRead } from '../policies.ts'

/** One statement each, however many cases ask. */
export function breathingSpaceLoaders(ctx: LoaderContext<Db>) {
  const centreId = { in: centresRead(ctx.viewer) }
  const newestFirst = [{ draftedAt: 'desc' }, { id: 'desc' }] as const
  return {
    breathingSpaceById: loadById(ctx, (db, ids) =>
      db.breathingSpace.findMany({ where: { id: { in: ids }, centreId } }),
    ),
    breathingSpacesByCase: loadManyByKey(
      ctx,
      (db, ids) => db.breathingSpace.findMany({ where: { caseId: { in: ids }, centreId }, orderBy: [...newestFirst] }),
      (row) => row.caseId,
    ),
    breathingSpacesByClient: loadManyByKey(
      ctx,
      (db, ids) => db.breathingSpace.findMany({ where: { clientId: { in: ids }, centreId } }),
      (row) => row.clientId,
    ),
    breathingSpaceDebtById: loadById(ctx, (db, ids) =>
      db.breathingSpaceDebt.findMany({ where: { id: { in: ids }, centreId } }),
    ),
    debtsByBreathingSpace: loadManyByKey(
      ctx,
      (db, ids) =>
        db.breathingSpaceDebt.findMany({
          where: { breathingSpaceId: { in: ids }, centreId },
          orderBy: [{ addedAt: 'asc' }, { id: 'asc' }],
        }),
      (row) => row.breathingSpaceId,
    ),
    creditorReviewsByBreathingSpace: loadManyByKey(
      ctx,
      (db, ids) =>
        db.creditorReview.findMany({
          where: { breathingSpaceId: { in: ids }, centreId },
          orderBy: [{ requestedOn: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.breathingSpaceId,
    ),
    contactChecksByBreathingSpace: loadManyByKey(
      ctx,
      (db, ids) =>
        db.pointOfContactCheck.findMany({
          where: { breathingSpaceId: { in: ids }, centreId },
          orderBy: [{ askedOn: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.breathingSpaceId,
    ),
  }
}
