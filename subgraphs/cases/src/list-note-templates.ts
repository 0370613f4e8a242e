import type { Context } from './context.ts'
import type { QueryNoteTemplatesArgs } from './generated/graphql.ts'
import { mayReadCases } from './policies.ts'
import type { NoteTemplateRow } from './rows.ts'

export async function listNoteTemplates(
  { centreId, includeRetired }: QueryNoteTemplatesArgs,
  ctx: Context,
): Promise<NoteTemplateRow[]> {
  if (!mayReadCases(ctx.viewer, centreId)) return []
  return ctx.read((db) =>
    db.noteTemplate.findMany({
      where: { centreId, ...(!includeRetired && { retiredAt: null }) },
      orderBy: [{ retiredAt: { sort: 'desc', nulls: 'first' } }, { name: 'asc' }, { id: 'asc' }],
    }),
  )
}
