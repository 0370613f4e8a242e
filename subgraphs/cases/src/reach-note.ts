import type { Viewer } from '@cma/runtime'
import type { Refuse, Tx } from './context.ts'
import { mayReadCases, mayReadNote } from './policies.ts'
import { reachCase } from './reach-case.ts'
import type { NoteRow } from './rows.ts'

type Work = { tx: Tx; viewer: Viewer; refuse: Refuse }

/** The note that a command is about, for a viewer who may read it and write notes on its case, which is locked. */
export async function reachNote({ tx, viewer, refuse }: Work, noteId: string): Promise<NoteRow> {
  const seen = await tx.note.findUnique({ where: { id: noteId } })
  if (!seen || !mayReadCases(viewer, seen.centreId))
    return refuse('NOT_FOUND', "This note can't be found. It may belong to another centre: ask your manager", 'noteId')
  if (!mayReadNote(viewer, seen))
    return refuse(
      'NOT_ALLOWED',
      "You can't work with this note: it is restricted. Ask your safeguarding lead or manager",
      'noteId',
    )
  await reachCase({ tx, viewer, refuse }, seen.caseId, 'ADD_NOTE')
  return tx.note.findUniqueOrThrow({ where: { id: noteId } })
}
