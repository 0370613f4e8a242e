import { afterKey, connectionOf, isId, pageOf, type Connection } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Context } from './context.ts'
import type { RestrictedViewKind } from './generated/graphql.ts'
import type { Event } from './generated/prisma/client.ts'
import { mayReadViews } from './policies.ts'

const viewed = 'cases.restricted_case.viewed'
const breakGlass = 'cases.restricted_case.break_glass'

type Args = { centreId: string; caseId?: string | null; first?: number | null; after?: string | null }

/** Who opened restricted cases of a centre, the newest first. */
export async function restrictedCaseViews(
  { centreId, caseId, ...range }: Args,
  { viewer, read }: Context,
): Promise<Connection<Event>> {
  if (!mayReadViews(viewer, centreId)) {
    throw new GraphQLError(
      "You can't see who looked at restricted cases of this centre: it is for its manager, and for compliance officers, data-protection officers and auditors",
      { extensions: { code: 'FORBIDDEN' } },
    )
  }
  const page = pageOf(range, { sortKey: z.tuple([z.iso.datetime(), z.uuid()]) })
  if (caseId && !isId(caseId)) return connectionOf<Event>([], page, () => [])
  const rows = await read((db) =>
    db.event.findMany({
      where: {
        centreId,
        action: { in: [viewed, breakGlass] },
        ...(caseId && { entities: { array_contains: [{ type: 'Case', id: caseId.toLowerCase() }] } }),
        AND: [
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

/** A view says itself whether it rested on an opening; without a word it was by somebody who may. */
export function kindOf({ action, facts }: Event): RestrictedViewKind {
  if (action === breakGlass) return 'BREAK_GLASS'
  return (facts as { access?: string }).access === 'BREAK_GLASS' ? 'AFTER_BREAK_GLASS' : 'ALLOWED'
}

/** The case that such an event is about. */
export function caseOf({ facts }: Event): string {
  return (facts as { caseId: string }).caseId
}
