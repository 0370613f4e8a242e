import { loadById, type LoaderContext } from '@cma/runtime'
import type { PrismaClient } from './generated/prisma/client.ts'

export type Loaders = ReturnType<typeof createLoaders>

export function createLoaders(ctx: LoaderContext<PrismaClient>) {
  return {
    event: loadById(ctx, (db: PrismaClient, ids) => db.event.findMany({ where: { id: { in: ids } } })),
  }
}
