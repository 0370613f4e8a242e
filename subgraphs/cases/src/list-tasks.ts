import { connectionOf, dateColumn, dayOfColumn, pageOf } from '@cma/runtime'
import type { Context } from './context.ts'
import { afterDayOrNone } from './day-cursor.ts'
import { emptyList } from './empty-list.ts'
import type { QueryTasksArgs } from './generated/graphql.ts'
import type { Prisma } from './generated/prisma/client.ts'
import { centresRead } from './policies.ts'
import type { TaskList } from './rows.ts'

/** Tasks that are not done, by due date; those without one at the end. */
export async function listTasks({ dueBy, mine, centreId, ...asked }: QueryTasksArgs, ctx: Context): Promise<TaskList> {
  const page = pageOf(asked)
  const centres = centresRead(ctx.viewer, centreId)
  if (centres.length === 0) return emptyList(page)
  const where: Prisma.TaskWhereInput = {
    doneAt: null,
    centreId: { in: centres },
    ...(dueBy && { dueOn: { lte: dateColumn(dueBy) } }),
    ...(mine && { assigneeId: ctx.viewer.id }),
  }
  const rows = await ctx.read((db) =>
    db.task.findMany({
      where: { AND: [where, beyond(afterDayOrNone(page))] },
      orderBy: [{ dueOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ dueOn, id }) => [dueOn && dayOfColumn(dueOn), id]),
    totalCount: () => ctx.read((db) => db.task.count({ where })),
  }
}

function beyond(after: ReturnType<typeof afterDayOrNone>): Prisma.TaskWhereInput {
  if (!after) return {}
  const { day, id } = after
  if (day === null) return { dueOn: null, id: { gt: id } }
  return { OR: [{ dueOn: { gt: day } }, { dueOn: null }, { dueOn: day, id: { gt: id } }] }
}
