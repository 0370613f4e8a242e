import type { Viewer } from '@cma/runtime'
import type { Refuse, Tx } from './context.ts'
import { mayReadCases } from './policies.ts'
import { reachCase } from './reach-case.ts'
import type { TaskRow } from './rows.ts'

/** The task that a command is about, not done yet, for a viewer who may work with the tasks of its case, which is locked. */
export async function reachOpenTask(
  { tx, viewer, refuse }: { tx: Tx; viewer: Viewer; refuse: Refuse },
  taskId: string,
): Promise<TaskRow> {
  const seen = await tx.task.findUnique({ where: { id: taskId } })
  if (!seen || !mayReadCases(viewer, seen.centreId))
    return refuse('NOT_FOUND', "This task can't be found. Look at the list again", 'taskId')
  await reachCase({ tx, viewer, refuse }, seen.caseId, 'ADD_TASK')
  const task = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  return task.doneAt
    ? refuse('ALREADY_DONE', 'This task has been done already. Add a new one when there is more to do', 'taskId')
    : task
}
