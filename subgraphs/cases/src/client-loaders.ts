import { loadById, loadByKey, loadManyByKey, londonDate, dateColumn, type LoaderContext } from '@cma/runtime'
import type { Db } from './context.ts'
import { centresRead } from './policies.ts'

/** One statement each, however many clients ask. */
export function clientLoaders(ctx: LoaderContext<Db>) {
  const centreId = { in: centresRead(ctx.viewer) }
  const latestFirst = [
    { to: { sort: 'desc', nulls: 'first' } },
    { from: { sort: 'desc', nulls: 'last' } },
    { id: 'desc' },
  ] as const
  return {
    clientById: loadById(ctx, (db, ids) => db.client.findMany({ where: { id: { in: ids }, centreId } })),
    namesByClient: loadManyByKey(
      ctx,
      (db, ids) =>
        db.clientName.findMany({
          where: { clientId: { in: ids }, centreId },
          orderBy: [{ kind: 'asc' }, ...latestFirst],
        }),
      (row) => row.clientId,
    ),
    contactPointsByClient: loadManyByKey(
      ctx,
      (db, ids) =>
        db.contactPoint.findMany({
          where: { clientId: { in: ids }, centreId, endedAt: null },
          orderBy: [{ preferred: 'desc' }, { safe: 'desc' }, { id: 'asc' }],
        }),
      (row) => row.clientId,
    ),
    addressesByClient: loadManyByKey(
      ctx,
      (db, ids) => db.address.findMany({ where: { clientId: { in: ids }, centreId }, orderBy: [...latestFirst] }),
      (row) => row.clientId,
    ),
    householdByClient: loadManyByKey(
      ctx,
      (db, ids) => {
        const today = dateColumn(londonDate(ctx.services.clock.now()))
        return db.householdMember.findMany({
          where: { clientId: { in: ids }, centreId, OR: [{ to: null }, { to: { gt: today } }] },
          orderBy: [{ relation: 'asc' }, { dateOfBirth: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
        })
      },
      (row) => row.clientId,
    ),
    sensitiveDetailsByClient: loadByKey(
      ctx,
      (db, ids) => db.sensitiveDetails.findMany({ where: { clientId: { in: ids } } }),
      (row) => row.clientId,
    ),
  }
}
