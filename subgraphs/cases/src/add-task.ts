import { newId } from '@cma/runtime'
import { z } from 'zod'
import { centreOfCase, requireStanding, standingAsColleague } from './ask-directory.ts'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { near, requireDay } from './day-rules.ts'
import { day, id, line, orNone } from './parsing.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

export const taskTitle = line('The task')

export const addTask = defineCommand({
  name: 'cases.addTask',
  input: z.object({ caseId: id, title: taskTitle, dueOn: orNone(day), assigneeId: orNone(id) }),
  beforehand: async ({ input: { caseId, assigneeId }, ctx }) =>
    standingAsColleague(ctx, assigneeId, await centreOfCase(ctx, caseId)),
  async run({ input: { caseId, title, dueOn, assigneeId }, tx, viewer, record, refuse, clock, prepared }) {
    const { centreId, adviserId } = await reachCase({ tx, viewer, refuse }, caseId, 'ADD_TASK')
    requireStanding(refuse, prepared, 'assigneeId')
    requireDay({ refuse, clock }, dueOn, near, 'dueOn')
    const at = clock.now()
    const task = await tx.task.create({
      data: {
        id: newId(),
        caseId,
        centreId,
        title,
        dueOn: dayColumn(dueOn),
        assigneeId: assigneeId ?? adviserId,
        createdAt: at,
        createdById: viewer.id,
      },
    })
    await refreshCase(tx, caseId, { kind: 'TASK', by: viewer.id, at })
    await record({
      action: 'cases.task.added',
      centreId,
      entities: about(caseId, { type: 'Task', id: task.id }),
      facts: { caseId, taskId: task.id, dueOn, assigneeId: task.assigneeId },
    })
    return task
  },
  find: (taskId, { ctx }) => ctx.loaders.taskById.load(taskId),
})
