import { z } from 'zod'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { coming, requireDay } from './day-rules.ts'
import { day, id, orNone } from './parsing.ts'
import { about, refreshCase } from './reach-case.ts'
import { reachNote } from './reach-note.ts'

export const completeFollowUp = defineCommand({
  name: 'cases.completeFollowUp',
  input: z.object({ noteId: id, postponeTo: orNone(day) }),
  async run({ input: { noteId, postponeTo }, tx, viewer, record, refuse, clock }) {
    const { caseId, centreId, followUpOn, followUpDoneAt } = await reachNote({ tx, viewer, refuse }, noteId)
    if (!followUpOn) return refuse('NOT_FOUND', 'This note asks for no follow-up. Look at it again', 'noteId')
    if (followUpDoneAt)
      return refuse(
        'ALREADY_DONE',
        'This follow-up has been done already. Write a new note when there is more to do',
        'noteId',
      )
    requireDay({ refuse, clock }, postponeTo, coming, 'postponeTo')
    const at = clock.now()
    const note = await tx.note.update({
      where: { id: noteId },
      data:
        postponeTo === null
          ? { followUpDoneAt: at, followUpDoneById: viewer.id }
          : { followUpOn: dayColumn(postponeTo) },
    })
    await refreshCase(tx, caseId)
    await record({
      action: postponeTo === null ? 'cases.follow_up.completed' : 'cases.follow_up.postponed',
      centreId,
      entities: about(caseId, { type: 'Note', id: noteId }),
      facts: { caseId, noteId, ...(postponeTo !== null && { followUpOn: postponeTo }) },
    })
    return note
  },
  find: (noteId, { ctx }) => ctx.loaders.noteById.load(noteId),
})
