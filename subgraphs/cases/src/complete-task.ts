import { z } from 'zod'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { about, refreshCase } from './reach-case.ts'
import { reachOpenTask } from './reach-task.ts'

export const completeTask = defineCommand({
  name: 'cases.completeTask',
  input: z.object({ taskId: id }),
  async run({ input: { taskId }, tx, viewer, record, refuse, clock }) {
    const { caseId, centreId } = await reachOpenTask({ tx, viewer, refuse }, taskId)
    const at = clock.now()
    const task = await tx.task.update({ where: { id: taskId }, data: { doneAt: at, doneById: viewer.id } })
    await refreshCase(tx, caseId, { kind: 'TASK', by: viewer.id, at })
    await record({
      action: 'cases.task.completed',
      centreId,
      entities: about(caseId, { type: 'Task', id: taskId }),
      facts: { caseId, taskId },
    })
    return task
  },
  find: (taskId, { ctx }) => ctx.loaders.taskById.load(taskId),
})
