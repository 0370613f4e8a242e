import { loadById, loadManyByKey, type LoaderContext } from '@cma/runtime'
import DataLoader from 'dataloader'
import type { Db } from './context.ts'
import { centresRead } from './policies.ts'
import type { NoteRow, NoteVersionRow } from './rows.ts'

/** One statement each, however many notes ask. What notes say comes only for those whom row-level security lets read it. */
export function noteLoaders(ctx: LoaderContext<Db>) {
  const centreId = { in: centresRead(ctx.viewer) }
  return {
    noteById: loadById(ctx, (db, ids) => db.note.findMany({ where: { id: { in: ids }, centreId } })),
    noteContent: new DataLoader<NoteRow, NoteVersionRow | null, string>((notes) => standingVersions(ctx, notes), {
      cacheKeyFn: ({ id, version }) => `${id}/${version}`,
    }),
    versionsByNote: loadManyByKey(
      ctx,
      (db, ids) => db.noteVersion.findMany({ where: { noteId: { in: ids }, centreId }, orderBy: { version: 'desc' } }),
      (row) => row.noteId,
    ),
    templateById: loadById(ctx, (db, ids) => db.noteTemplate.findMany({ where: { id: { in: ids }, centreId } })),
  }
}

// Nearly all notes stand at their first version, so a condition for each number keeps the statement short.
async function standingVersions(
  ctx: LoaderContext<Db>,
  notes: readonly NoteRow[],
): Promise<Array<NoteVersionRow | null>> {
  const byVersion = Map.groupBy(notes, ({ version }) => version)
  const either = [...byVersion].map(([version, some]) => ({ version, noteId: { in: some.map(({ id }) => id) } }))
  const rows = await ctx.read((db) => db.noteVersion.findMany({ where: { OR: either } }))
  const byNote = new Map(rows.map((row) => [row.noteId, row]))
  return notes.map(({ id }) => byNote.get(id) ?? null)
}
