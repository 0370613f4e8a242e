import { connectionOf, isId } from '@cma/runtime'
import { GraphQLError } from 'graphql'
import { alertCursor, sequenceOf } from './alerts/cursor.ts'
import { kinds } from './catalogue/catalogue.ts'
import type { Context } from './context.ts'
import type { AlertFilter } from './generated/graphql.ts'
import type { Prisma } from './generated/prisma/client.ts'

type Args = { first: number; after?: string | null; filter?: AlertFilter | null }

/** Alerts meant for the viewer, the newest first, and the place in the order up to which they were read. Row security is what decides which those are. */
export async function complianceAlerts({ first, after, filter }: Args, ctx: Context) {
  if (first < 1 || first > 100)
    throw new GraphQLError("'first' is between 1 and 100", { extensions: { code: 'BAD_USER_INPUT' } })
  const place = after === null || after === undefined ? undefined : sequenceOf(after)
  const where = whereOf(filter ?? {})
  const [rows, totalCount, [newest]] = await ctx.read((db) =>
    Promise.all([
      db.alert.findMany({
        where: { ...where, ...(place !== undefined && { sequence: { lt: place } }) },
        orderBy: { sequence: 'desc' },
        take: first + 1,
      }),
      db.alert.count({ where }),
      db.$queryRaw<[{ place: bigint }]>`select newest_alert_place() place`,
    ]),
  )
  const { edges, pageInfo } = connectionOf(
    rows,
    { size: first, take: first + 1, after: place === undefined ? undefined : [String(place)] },
    (row) => ['alert', String(row.sequence)],
  )
  return {
    edges: edges.map(({ node }) => ({ node, cursor: alertCursor(node.sequence) })),
    pageInfo,
    totalCount,
    upTo: alertCursor(newest.place),
  }
}

function whereOf({
  states,
  severities,
  codes,
  forces,
  dueFrom,
  dueBefore,
  centreId,
  caseId,
}: AlertFilter): Prisma.AlertWhereInput {
  // The force is the catalogue's, which says it of a kind.
  const ofForce = forces && kinds.filter(({ force }) => forces.includes(force)).map(({ code }) => code)
  return {
    ...(states && { state: { in: states } }),
    ...(severities && { severity: { in: severities } }),
    ...(codes && { code: { in: codes } }),
    ...((dueFrom || dueBefore) && { dueAt: { ...(dueFrom && { gte: dueFrom }), ...(dueBefore && { lt: dueBefore }) } }),
    ...(ofForce && { AND: { code: { in: ofForce } } }),
    ...(centreId && { centreId: { in: [centreId].filter(isId) } }),
    ...(caseId && { caseId: { in: [caseId].filter(isId) } }),
  }
}
