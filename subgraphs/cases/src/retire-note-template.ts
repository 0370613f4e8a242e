import { z } from 'zod'
import { defineCommand } from './context.ts'
import { id } from './parsing.ts'
import { mayKeepTemplates } from './policies.ts'
import { findTemplate } from './save-note-template.ts'

export const retireNoteTemplate = defineCommand({
  name: 'cases.retireNoteTemplate',
  input: z.object({ templateId: id }),
  async run({ input: { templateId }, tx, viewer, record, refuse, clock }) {
    const { centreId } = await findTemplate({ tx, viewer, refuse }, templateId)
    if (!mayKeepTemplates(viewer, centreId))
      return refuse(
        'NOT_ALLOWED',
        "You can't change the centre's templates: your roles don't allow it. Ask a supervisor or manager",
      )
    // The condition is asked again by the update, which waits for another one: of two at once, one retires it.
    const { count } = await tx.noteTemplate.updateMany({
      where: { id: templateId, retiredAt: null },
      data: { retiredAt: clock.now() },
    })
    if (count === 0) return refuse('ALREADY_DONE', 'This template is out of use already', 'templateId')
    await record({
      action: 'cases.note_template.retired',
      centreId,
      entities: [{ type: 'NoteTemplate', id: templateId }],
      facts: { templateId },
    })
    return tx.noteTemplate.findUniqueOrThrow({ where: { id: templateId } })
  },
  find: (templateId, { ctx }) => ctx.loaders.templateById.load(templateId),
})
