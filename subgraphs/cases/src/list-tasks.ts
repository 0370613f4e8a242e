import { connectionOf, dateColumn, dayOfColumn, pageOf } from '@cma/runtime'
import type { Context } from './context.ts'
import { afterDay } from './day-cursor.ts'
import type { QueryTasksArgs } from './generated/graphql.ts'
import type { Prisma } from './generated/prisma/client.ts'
import { centresRead } from './policies.ts'
import type { TaskList } from './rows.ts'

/** Tasks that are not done, by due date; those without one at the end. */
export async function listTasks({ dueBy, mine, centreId, ...asked }: QueryTasksArgs, ctx: Context): Promise<TaskList> {
  const page = pageOf(asked)
  const where: Prisma.TaskWhereInput = {
    doneAt: null,
    centreId: { in: centresRead(ctx.viewer).filter((id) => !centreId || id === centreId) },
    ...(dueBy && { dueOn: { lte: dateColumn(dueBy) } }),
    ...(mine && { assigneeId: ctx.viewer.id }),
  }
  const rows = await ctx.read((db) =>
    db.task.findMany({
      where: { AND: [where, beyond(afterDay(page))] },
      orderBy: [{ dueOn: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
      take: page.take,
    }),
  )
  return {
    ...connectionOf(rows, page, ({ dueOn, id }) => [dueOn && dayOfColumn(dueOn), id]),
    totalCount: () => ctx.read((db) => db.task.count({ where })),
  }
}

function beyond(after: ReturnType<typeof afterDay>): Prisma.TaskWhereInput {
  if (!after) return {}
  const { day, id } = after
  if (day === null) return { dueOn: null, id: { gt: id } }
  return { OR: [{ dueOn: { gt: day } }, { dueOn: null }, { dueOn: day, id: { gt: id } }] }
}
