import { dateColumn } from '@cma/runtime'
import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachBreach } from './reach-breach.ts'
import { breachEvent } from './register-event.ts'
import { day, wholeText } from './register-input.ts'
import { toldOn } from './report-data-breach.ts'
import { sealerOf } from './sealed-text.ts'

export const closeDataBreach = defineCommand({
  name: 'compliance.closeDataBreach',
  input: z.object({ breachId: id, lessons: wholeText('What was learnt'), subjectsToldOn: day }),
  async run({ input: { breachId, lessons, subjectsToldOn }, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachBreach({ tx, viewer, refuse }, breachId)
    if (row.reportable === null)
      return refuse(
        'WRONG_STATE',
        'Nobody has decided whether this breach has to be reported. Assess it first',
        'breachId',
      )
    if (row.reportable && row.reportedAt === null)
      return refuse('WRONG_STATE', 'This breach has to be reported to the Information Commissioner first', 'breachId')
    const told = subjectsToldOn === null ? null : toldOn({ refuse, clock }, subjectsToldOn, row.discoveredAt)
    const changed = await tx.dataBreach.update({
      where: { id: row.id },
      data: {
        state: 'CLOSED',
        closedAt: clock.now(),
        lessons: sealerOf(ctx, 'data_breach', row.id)('lessons', lessons),
        ...(told !== null && { subjectsToldOn: dateColumn(told) }),
      },
    })
    await record(breachEvent('closed', row))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.dataBreach.load(id),
})
