import { newId, type Viewer } from '@cma/runtime'
import { z } from 'zod'
import { noteBody, noteCategory } from './add-note.ts'
import { defineCommand, type Refuse, type Tx } from './context.ts'
import { id, line, orDefault, orNone, tags } from './parsing.ts'
import { mayKeepTemplates, mayReadCases } from './policies.ts'
import type { NoteTemplateRow } from './rows.ts'

const input = z.object({
  centreId: id,
  templateId: orNone(id),
  name: line('The name', 80),
  category: noteCategory,
  body: noteBody,
  tags: orDefault(tags, []),
})

export const saveNoteTemplate = defineCommand({
  name: 'cases.saveNoteTemplate',
  input,
  async run({ input: { centreId, templateId, ...content }, tx, viewer, record, refuse, clock }) {
    if (!mayReadCases(viewer, centreId))
      return refuse('NOT_FOUND', "This centre can't be found. Choose one of your own", 'centreId')
    if (!mayKeepTemplates(viewer, centreId))
      return refuse(
        'NOT_ALLOWED',
        "You can't change the centre's templates: your roles don't allow it. Ask a supervisor or manager",
      )
    const present = templateId === null ? undefined : await findTemplate({ tx, viewer, refuse }, templateId)
    if (present && present.centreId !== centreId)
      return refuse('NOT_FOUND', "This template can't be found at the centre. Look at the list again", 'templateId')
    if (present?.retiredAt)
      return refuse('ALREADY_DONE', 'This template is out of use. Save it as a new one', 'templateId')
    const namesake = await tx.noteTemplate.findFirst({
      where: {
        centreId,
        retiredAt: null,
        name: { equals: content.name, mode: 'insensitive' },
        ...(present && { id: { not: present.id } }),
      },
    })
    if (namesake)
      return refuse(
        'INVALID_INPUT',
        'The centre has a template of this name already. Choose another name, or change that one',
        'name',
      )

    const template = present
      ? await tx.noteTemplate.update({ where: { id: present.id }, data: content })
      : await tx.noteTemplate.create({
          data: { id: newId(), centreId, ...content, createdAt: clock.now(), createdById: viewer.id },
        })
    await record({
      action: present ? 'cases.note_template.changed' : 'cases.note_template.added',
      centreId,
      entities: [{ type: 'NoteTemplate', id: template.id }],
      facts: { templateId: template.id, category: content.category },
    })
    return template
  },
  find: (templateId, { ctx }) => ctx.loaders.templateById.load(templateId),
})

export async function findTemplate(
  { tx, viewer, refuse }: { tx: Tx; viewer: Viewer; refuse: Refuse },
  templateId: string,
): Promise<NoteTemplateRow> {
  const template = await tx.noteTemplate.findUnique({ where: { id: templateId } })
  return template && mayReadCases(viewer, template.centreId)
    ? template
    : refuse('NOT_FOUND', "This template can't be found. Look at the list again", 'templateId')
}
