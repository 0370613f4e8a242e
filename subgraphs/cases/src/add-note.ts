import { newId } from '@cma/runtime'
import { z } from 'zod'
import { dayColumn } from './columns.ts'
import { defineCommand } from './context.ts'
import { coming, requireDay } from './day-rules.ts'
import { ContactMethod, NoteCategory, NotePriority, NoteVisibility } from './generated/prisma/enums.ts'
import { restrictionOf } from './note-restriction.ts'
import { day, id, orDefault, orNone, tags, text } from './parsing.ts'
import { about, reachCase, refreshCase } from './reach-case.ts'

export const noteBody = text('The note', 20_000)
// What the platform writes is not for people to write in its name.
export const noteCategory = z
  .enum(NoteCategory)
  .refine(
    (category) => category !== 'SYSTEM',
    'Notes of this category are written by the platform. Choose another category',
  )

const input = z.object({
  caseId: id,
  category: noteCategory,
  priority: orDefault(z.enum(NotePriority), 'NORMAL'),
  body: noteBody,
  tags: orDefault(tags, []),
  followUpOn: orNone(day),
  visibility: orDefault(z.enum(NoteVisibility), 'CASE_TEAM'),
  contactMethod: orNone(z.enum(ContactMethod)),
  contactedAt: orNone(z.iso.datetime('This is not a moment such as 2026-11-24T16:10:00Z. Correct it')),
  durationMinutes: orNone(
    z
      .int()
      .min(1, 'A contact lasts a minute at least')
      .max(1_440, 'A contact lasts no longer than a day. Check the minutes'),
  ),
  attachmentIds: orDefault(
    z.array(id).max(20, "A note can't have more than 20 documents. Write a second note for the others"),
    [],
  ),
  appointmentId: orNone(id),
})

export const addNote = defineCommand({
  name: 'cases.addNote',
  input,
  async run({ input: given, tx, viewer, record, refuse, clock }) {
    const {
      caseId,
      category,
      priority,
      body,
      tags: tagged,
      followUpOn,
      contactMethod,
      durationMinutes,
      attachmentIds,
      appointmentId,
    } = given
    const { centreId } = await reachCase({ tx, viewer, refuse }, caseId, 'ADD_NOTE')
    requireDay({ refuse, clock }, followUpOn, coming, 'followUpOn')
    const at = clock.now()
    const contactedAt = given.contactedAt === null ? null : new Date(given.contactedAt)
    if (contactedAt && contactedAt > at)
      return refuse('INVALID_INPUT', "A contact can't lie in the future. Check day and time", 'contactedAt')
    if (appointmentId !== null && !(await tx.appointment.findFirst({ where: { id: appointmentId, caseId } }))) {
      return refuse(
        'NOT_FOUND',
        "This appointment can't be found on the case. Choose another, or none",
        'appointmentId',
      )
    }

    const noteId = newId()
    const { visibility, restriction } = restrictionOf(category, given.visibility)
    const owner = { caseId, centreId, authorId: viewer.id, restriction }
    const note = await tx.note.create({
      data: { id: noteId, ...owner, visibility, createdAt: at, followUpOn: dayColumn(followUpOn) },
    })
    await tx.noteVersion.create({
      data: {
        noteId,
        version: 1,
        ...owner,
        category,
        priority,
        body,
        tags: tagged,
        contactMethod,
        contactedAt,
        durationMinutes,
        attachmentIds: [...new Set(attachmentIds)],
        appointmentId,
        writtenAt: at,
        writtenById: viewer.id,
      },
    })
    await refreshCase(tx, caseId, { kind: 'NOTE', by: viewer.id, at })
    await record({
      action: 'cases.note.added',
      centreId,
      entities: about(caseId, { type: 'Note', id: noteId }),
      facts: {
        caseId,
        noteId,
        category,
        priority,
        contactedAt: contactedAt?.toISOString() ?? null,
        appointmentId,
        authorId: viewer.id,
      },
    })
    return note
  },
  find: (noteId, { ctx }) => ctx.loaders.noteById.load(noteId),
})
