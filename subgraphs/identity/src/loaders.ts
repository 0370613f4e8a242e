import { loadById, loadManyByKey, type LoaderContext } from '@cma/runtime'
import type { PrismaClient } from './generated/prisma/client.ts'

export type Loaders = ReturnType<typeof createLoaders>

export function createLoaders(ctx: LoaderContext<PrismaClient>) {
  return {
    person: loadById(ctx, (db: PrismaClient, ids) => db.person.findMany({ where: { id: { in: ids } } })),
    centre: loadById(ctx, (db: PrismaClient, ids) => db.centre.findMany({ where: { id: { in: ids } } })),
    network: loadById(ctx, (db: PrismaClient, ids) => db.network.findMany({ where: { id: { in: ids } } })),
    centresOfNetwork: loadManyByKey(
      ctx,
      (db: PrismaClient, ids) =>
        db.centre.findMany({ where: { networkId: { in: ids } }, orderBy: [{ name: 'asc' }, { id: 'asc' }] }),
      (centre) => centre.networkId,
    ),
    /** Those that ended included. */
    membershipsOf: loadManyByKey(
      ctx,
      (db: PrismaClient, ids) =>
        db.membership.findMany({ where: { personId: { in: ids } }, orderBy: { since: 'asc' } }),
      (membership) => membership.personId,
    ),
    /** Those that ended included. */
    networkMembershipsOf: loadManyByKey(
      ctx,
      (db: PrismaClient, ids) =>
        db.networkMembership.findMany({ where: { personId: { in: ids } }, orderBy: { since: 'asc' } }),
      (membership) => membership.personId,
    ),
  }
}
