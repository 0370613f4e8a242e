import { dayOfColumn, resultOf } from '@cma/runtime'
import type { Context } from './context.ts'
import type { NoteResolvers, NoteTemplateResolvers, NoteVersionResolvers } from './generated/graphql.ts'
import { contentOf } from './note-content.ts'
import { mayReadNote } from './policies.ts'
import { asUser } from './references.ts'

export const Note = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.noteById.load(id),
  case: ({ caseId }, _, ctx) => ctx.loaders.caseById.load(caseId),
  withheld: async (note, _, ctx) => (await contentOf(note, ctx)) === null,
  category: async (note, _, ctx) => (await contentOf(note, ctx))?.category ?? null,
  priority: async (note, _, ctx) => (await contentOf(note, ctx))?.priority ?? null,
  body: async (note, _, ctx) => (await contentOf(note, ctx))?.body ?? null,
  tags: async (note, _, ctx) => (await contentOf(note, ctx))?.tags ?? [],
  contactMethod: async (note, _, ctx) => (await contentOf(note, ctx))?.contactMethod ?? null,
  contactedAt: async (note, _, ctx) => (await contentOf(note, ctx))?.contactedAt ?? null,
  durationMinutes: async (note, _, ctx) => (await contentOf(note, ctx))?.durationMinutes ?? null,
  attachments: async (note, _, ctx) => (await contentOf(note, ctx))?.attachmentIds.map((id) => ({ id })) ?? [],
  async appointment(note, _, ctx) {
    const id = (await contentOf(note, ctx))?.appointmentId
    return id ? ctx.loaders.appointmentById.load(id) : null
  },
  // That a withheld note exists may be known, and when and by whom it was written; not what is planned on it.
  followUpOn: (note, _, { viewer }) =>
    mayReadNote(viewer, note) && note.followUpOn ? dayOfColumn(note.followUpOn) : null,
  followUpDoneAt: (note, _, { viewer }) => (mayReadNote(viewer, note) ? note.followUpDoneAt : null),
  followUpDoneBy: (note, _, { viewer }) => (mayReadNote(viewer, note) ? asUser(note.followUpDoneById) : null),
  author: ({ authorId }) => asUser(authorId),
  versions: async (note, _, ctx) => (mayReadNote(ctx.viewer, note) ? ctx.loaders.versionsByNote.load(note.id) : []),
} satisfies NoteResolvers<Context>

export const NoteVersion = {
  writtenBy: ({ writtenById }) => asUser(writtenById),
} satisfies NoteVersionResolvers<Context>

export const NoteTemplate = {
  __resolveReference: ({ id }, ctx) => ctx.loaders.templateById.load(id),
} satisfies NoteTemplateResolvers<Context>

const aNote = resultOf('Note')
const aTemplate = resultOf('NoteTemplate')
export const noteResults = {
  AddNoteResult: aNote,
  AmendNoteResult: aNote,
  CompleteFollowUpResult: aNote,
  SaveNoteTemplateResult: aTemplate,
  RetireNoteTemplateResult: aTemplate,
}
