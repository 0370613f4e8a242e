import { isId } from '@cma/runtime'
import type { Context, Tx } from './context.ts'
import type { RestrictedCase } from './generated/graphql.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mayBreakGlass } from './policies.ts'
import { glassHours } from './restriction.ts'

type Hidden = { id: string; centreId: string }

/** For caseworkers who name a case that is hidden from them by its id or reference: that it is there. */
export async function findRestrictedCase(idOrReference: string, ctx: Context): Promise<RestrictedCase | null> {
  const found = await ctx.read((db) => hiddenCase(db, idOrReference))
  return found && mayBreakGlass(ctx.viewer, found.centreId) ? { id: found.id, hours: glassHours } : null
}

/** The database tells caseworkers of the centre, and of a hidden case nothing but this. */
export async function hiddenCase(db: Pick<Tx, '$queryRaw'>, idOrReference: string): Promise<Hidden | null> {
  const named = idOrReference.trim()
  const [id, reference] = isId(named) ? [named, null] : [null, named.toUpperCase()]
  const [row] = await db.$queryRaw<Hidden[]>(
    Prisma.sql`select id, centre_id as "centreId" from restricted_case(${id}::uuid, ${reference})`,
  )
  return row ?? null
}
