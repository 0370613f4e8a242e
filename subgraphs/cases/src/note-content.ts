import type { Context } from './context.ts'
import { mayReadNote } from './policies.ts'
import type { NextActionRow, NoteRow, NoteVersionRow } from './rows.ts'
import { appointmentWords } from './words.ts'

/** What the note says as it stands, or nothing when it is withheld from the viewer. */
export async function contentOf(note: NoteRow, ctx: Context): Promise<NoteVersionRow | null> {
  return mayReadNote(ctx.viewer, note) ? ctx.loaders.noteContent.load(note) : null
}

/** A follow-up of a restricted note has no words, not even for those who may read it: the summary is on lists that others see too. */
export async function summaryOf({ kind, words, noteId }: NextActionRow, ctx: Context): Promise<string | null> {
  if (kind === 'APPOINTMENT') return appointmentWords[words as keyof typeof appointmentWords]
  if (noteId === null) return words
  const note = await ctx.loaders.noteById.load(noteId)
  if (!note || note.restriction !== 'NONE') return null
  const [firstLine = ''] = (await contentOf(note, ctx))?.body.split('\n') ?? []
  return firstLine.length > 120 ? `${firstLine.slice(0, 119).trimEnd()}…` : firstLine || null
}
