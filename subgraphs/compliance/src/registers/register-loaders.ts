import { loadById, loadManyByKey, type LoaderContext } from '@cma/runtime'
import type { PrismaClient } from '../generated/prisma/client.ts'

/** The registers' rows: one statement each, however many are asked for. */
export function registerLoaders(ctx: LoaderContext<PrismaClient>) {
  return {
    complaint: loadById(ctx, (db: PrismaClient, ids) => db.complaint.findMany({ where: { id: { in: ids } } })),
    subjectAccessRequest: loadById(ctx, (db: PrismaClient, ids) =>
      db.subjectAccessRequest.findMany({ where: { id: { in: ids } } }),
    ),
    dataBreach: loadById(ctx, (db: PrismaClient, ids) => db.dataBreach.findMany({ where: { id: { in: ids } } })),
    fileReview: loadById(ctx, (db: PrismaClient, ids) => db.fileReview.findMany({ where: { id: { in: ids } } })),
    actionsOfReview: loadManyByKey(
      ctx,
      (db: PrismaClient, ids) =>
        db.fileReviewAction.findMany({ where: { fileReviewId: { in: ids } }, orderBy: { position: 'asc' } }),
      (row) => row.fileReviewId,
    ),
  }
}
