import { z } from 'zod'
import { defineCommand } from '../context.ts'
import { id } from '../parsing.ts'
import { reachBreach } from './reach-breach.ts'
import { breachEvent } from './register-event.ts'
import { wholeText } from './register-input.ts'
import { sealerOf } from './sealed-text.ts'

/** May be decided anew until it is reported: what comes to light later counts too. */
export const assessDataBreach = defineCommand({
  name: 'compliance.assessDataBreach',
  input: z.object({ breachId: id, reportable: z.boolean(), reasons: wholeText('The reasons') }),
  async run({ input: { breachId, reportable, reasons }, tx, viewer, ctx, record, refuse, clock }) {
    const row = await reachBreach({ tx, viewer, refuse }, breachId)
    if (row.reportedAt !== null)
      return refuse(
        'WRONG_STATE',
        'This breach has been reported. What comes to light now goes to the Commissioner as an addition',
        'breachId',
      )
    const assessedAt = clock.now()
    const changed = await tx.dataBreach.update({
      where: { id: row.id },
      data: {
        state: 'ASSESSED',
        assessedAt,
        assessedBy: viewer.id,
        reportable,
        assessment: sealerOf(ctx, 'data_breach', row.id)('assessment', reasons),
      },
    })
    await record(breachEvent('assessed', row, { assessedAt: assessedAt.toISOString(), reportable }))
    return changed
  },
  find: (id, { ctx }) => ctx.loaders.dataBreach.load(id),
})
