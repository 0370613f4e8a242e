import { loadById, loadManyByKey, type LoaderContext } from '@cma/runtime'
import type { Db } from '../context.ts'
import { centresRead } from '../policies.ts'

/** One statement each, however many clients ask. */
export function consentLoaders(ctx: LoaderContext<Db>) {
  const centreId = { in: centresRead(ctx.viewer) }
  return {
    consentById: loadById(ctx, (db, ids) => db.consent.findMany({ where: { id: { in: ids }, centreId } })),
    consentsByClient: loadManyByKey(
      ctx,
      (db, ids) =>
        db.consent.findMany({
          where: { clientId: { in: ids }, centreId },
          orderBy: [{ givenOn: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.clientId,
    ),
    authorityById: loadById(ctx, (db, ids) => db.authorityToAct.findMany({ where: { id: { in: ids }, centreId } })),
    authoritiesByClient: loadManyByKey(
      ctx,
      (db, ids) =>
        db.authorityToAct.findMany({
          where: { clientId: { in: ids }, centreId },
          orderBy: [{ signedOn: 'desc' }, { id: 'desc' }],
        }),
      (row) => row.clientId,
    ),
  }
}
