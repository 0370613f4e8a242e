import { z } from 'zod'
import { noteBody } from './add-note.ts'
import { defineCommand } from './context.ts'
import { id, orNone, reason, tags } from './parsing.ts'
import { mayAmendNote } from './policies.ts'
import { about, refreshCase } from './reach-case.ts'
import { reachNote } from './reach-note.ts'

export const amendNote = defineCommand({
  name: 'cases.amendNote',
  input: z.object({ noteId: id, body: noteBody, tags: orNone(tags), reason, expectedVersion: z.int() }),
  async run({
    input: { noteId, body, tags: tagged, reason: why, expectedVersion },
    tx,
    viewer,
    record,
    refuse,
    clock,
  }) {
    const note = await reachNote({ tx, viewer, refuse }, noteId)
    if (!mayAmendNote(viewer, note))
      return refuse(
        'NOT_ALLOWED',
        "You can't correct this note: only its author and a supervisor or manager can. Write a note of your own",
        'noteId',
      )
    if (note.version !== expectedVersion) {
      return refuse(
        'CHANGED_MEANWHILE',
        'Somebody has corrected this note since you opened it. Look at the new version, then correct that',
        'expectedVersion',
      )
    }
    const at = clock.now()
    const version = note.version + 1
    const standing = await tx.noteVersion.findUniqueOrThrow({
      where: { noteId_version: { noteId, version: note.version } },
    })
    await tx.noteVersion.create({
      data: {
        ...standing,
        version,
        body,
        tags: tagged ?? standing.tags,
        reason: why,
        writtenAt: at,
        writtenById: viewer.id,
      },
    })
    const amended = await tx.note.update({ where: { id: noteId }, data: { version } })
    await refreshCase(tx, note.caseId, { kind: 'NOTE', by: viewer.id, at })
    await record({
      action: 'cases.note.amended',
      centreId: note.centreId,
      entities: about(note.caseId, { type: 'Note', id: noteId }),
      facts: { caseId: note.caseId, noteId, version },
    })
    return amended
  },
  find: (noteId, { ctx }) => ctx.loaders.noteById.load(noteId),
})
