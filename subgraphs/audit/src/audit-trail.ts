import { afterKey, connectionOf, pageOf, type Connection } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Context } from './context.ts'
import type { Event } from './generated/prisma/client.ts'
import { mayReadCentreless, mayReadTrail, trailCentres } from './policies.ts'
import { trailConditions, type Wanted } from './trail-filter.ts'

type Args = Wanted & { first?: number | null; after?: string | null }

/** What happened to an entity, or all that happened, newest first, as far as the viewer reads the trail of the centres in question. */
export async function auditTrail(
  { entity, filter, ...range }: Args,
  { viewer, read }: Context,
): Promise<Connection<Event>> {
  if (!mayReadTrail(viewer)) {
    throw new GraphQLError(
      "You can't read the audit trail because your roles do not include it. Ask a manager of your centre",
      { extensions: { code: 'FORBIDDEN' } },
    )
  }
  const page = pageOf(range, { sortKey: z.tuple([z.iso.datetime(), z.uuid()]) })
  const conditions = trailConditions({ entity, filter })
  if (!conditions) return connectionOf<Event>([], page, () => [])
  const rows = await read((db) =>
    db.event.findMany({
      where: {
        AND: [
          ...conditions,
          {
            OR: [
              { centreId: { in: trailCentres(viewer) } },
              ...(mayReadCentreless(viewer) ? [{ centreId: null }] : []),
            ],
          },
          afterKey(page.after, [
            ['occurredAt', 'desc'],
            ['id', 'desc'],
          ]) ?? {},
        ],
      },
      orderBy: [{ occurredAt: 'desc' }, { id: 'desc' }],
      take: page.take,
    }),
  )
  return connectionOf(rows, page, (row) => [row.occurredAt.toISOString(), row.id])
}
