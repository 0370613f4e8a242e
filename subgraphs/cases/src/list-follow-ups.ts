import { connectionOf, dateColumn, dayOfColumn, londonDate, pageOf, type Viewer } from '@cma/runtime'
import type { Context } from './context.ts'
import { afterDay } from './day-cursor.ts'
import { emptyList } from './empty-list.ts'
import type { QueryFollowUpsArgs } from './generated/graphql.ts'
import type { Prisma } from './generated/prisma/client.ts'
import type { NoteRestriction } from './generated/prisma/enums.ts'
import { centresRead, restrictionsRead } from './policies.ts'
import type { NoteList } from './rows.ts'

/** Follow-ups that are due, the oldest first; not of notes that are withheld, on which the viewer could do nothing. */
export async function listFollowUps(
  { dueBy, mine, centreId, ...asked }: QueryFollowUpsArgs,
  ctx: Context,
): Promise<NoteList> {
  const page = pageOf(asked)
  const { viewer, services } = ctx
  const centres = centresRead(viewer, centreId)
  if (centres.length === 0) return emptyList(page)
  const where: Prisma.NoteWhereInput = {
    followUpOn: { lte: dateColumn(dueBy ?? londonDate(services.clock.now())) },
    followUpDoneAt: null,
    AND: [
      readable(viewer, centres),
      ...(mine ? [{ OR: [{ authorId: viewer.id }, { case: { adviserId: viewer.id } }] }] : []),
    ],
  }
  const after = afterDay(page)
  const beyond: Prisma.NoteWhereInput = after
    ? { OR: [{ followUpOn: { gt: after.day } }, { followUpOn: after.day, id: { gt: after.id } }] }
    : {}
  const rows = await ctx.read((db) =>
    db.note.findMany({
      where: { AND: [where, beyond] },
      orderBy: [{ followUpOn: 'asc' }, { id: 'asc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ followUpOn, id }) => [dayOfColumn(followUpOn!), id]),
    totalCount: () => ctx.read((db) => db.note.count({ where })),
  }
}

// A network-wide role is the same at many centres: one condition for all of them.
function readable(viewer: Viewer, centres: string[]): Prisma.NoteWhereInput {
  const alike = Map.groupBy(centres, (id) => restrictionsRead(viewer, id).join())
  const byRole = [...alike].map(([restrictions, ids]) => ({
    centreId: { in: ids },
    restriction: { in: restrictions.split(',') as NoteRestriction[] },
  }))
  return { OR: [...byRole, { centreId: { in: centres }, authorId: viewer.id }] }
}
