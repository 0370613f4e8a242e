import type { Context } from './context.ts'
import { Prisma } from './generated/prisma/client.ts'
import { mayReadCases } from './policies.ts'

/** The tags of a centre's cases, the most used first. */
export async function listCaseTags(centreId: string, ctx: Context): Promise<string[]> {
  if (!mayReadCases(ctx.viewer, centreId)) return []
  const rows = await ctx.read((db) =>
    db.$queryRaw<{ tag: string }[]>(Prisma.sql`
      select tag from case_file c, unnest(c.tags) tag where c.centre_id = ${centreId}::uuid
      group by tag order by count(*) desc, tag limit 200`),
  )
  return rows.map(({ tag }) => tag)
}
