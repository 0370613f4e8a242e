import { z } from 'zod'
import { taskTitle } from './add-task.ts'
import { requireStanding, standingAsColleague } from './ask-directory.ts'
import { dayColumn, given } from './columns.ts'
import { defineCommand } from './context.ts'
import { near, requireDay } from './day-rules.ts'
import { day, id, orUnchanged } from './parsing.ts'
import { about, refreshCase } from './reach-case.ts'
import { reachOpenTask } from './reach-task.ts'

const input = z
  .object({
    taskId: id,
    title: taskTitle.nullish().transform((value) => value ?? undefined),
    dueOn: orUnchanged(day),
    assigneeId: orUnchanged(id),
  })
  .refine(
    ({ taskId: _, ...fields }) => Object.keys(given(fields)).length > 0,
    'Nothing to change was given. Change a field and send again',
  )

export const updateTask = defineCommand({
  name: 'cases.updateTask',
  input,
  beforehand: async ({ input: { taskId, assigneeId }, ctx }) =>
    standingAsColleague(ctx, assigneeId, (await ctx.loaders.taskById.load(taskId))?.centreId),
  async run({ input: { taskId, dueOn, ...wanted }, tx, viewer, record, refuse, clock, prepared }) {
    const { caseId, centreId } = await reachOpenTask({ tx, viewer, refuse }, taskId)
    requireStanding(refuse, prepared, 'assigneeId')
    requireDay({ refuse, clock }, dueOn, near, 'dueOn')
    const changes = given({ ...wanted, dueOn: dayColumn(dueOn) })
    const task = await tx.task.update({ where: { id: taskId }, data: changes })
    await refreshCase(tx, caseId)
    await record({
      action: 'cases.task.updated',
      centreId,
      entities: about(caseId, { type: 'Task', id: taskId }),
      facts: { caseId, taskId, fields: Object.keys(changes), ...given({ dueOn, assigneeId: changes.assigneeId }) },
    })
    return task
  },
  find: (taskId, { ctx }) => ctx.loaders.taskById.load(taskId),
})
